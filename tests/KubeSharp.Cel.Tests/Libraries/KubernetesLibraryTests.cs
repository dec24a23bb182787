using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;

namespace KubeSharp.Cel.Tests.Libraries;

/// <summary>The functions that Kubernetes adds to the language.</summary>
public sealed class KubernetesLibraryTests
{
    [Theory]
    [InlineData("[1, 2, 2].isSorted() && ![2, 1].isSorted() && ['a', 'b'].isSorted()")]
    [InlineData("[1, 3, 2].max() == 3 && [1.5, 0.5].min() == 0.5 && [duration('1m'), duration('1s')].sum() == duration('61s')")]
    [InlineData("['a', 'b', 'a'].indexOf('a') == 0 && ['a', 'b', 'a'].lastIndexOf('a') == 2 && ['a'].indexOf('z') == -1")]
    [InlineData("'abc 123 45'.find('[0-9]+') == '123' && 'a1b2'.findAll('[0-9]') == ['1', '2'] && 'a1b2'.findAll('[0-9]', 1) == ['1']")]
    [InlineData("url('https://u@example.com:8080/a b?x=1&x=2').getHost() == 'example.com:8080'")]
    [InlineData("url('https://example.com:8080/path').getPort() == '8080' && url('https://[::1]:80/').getHostname() == '::1'")]
    [InlineData("url('https://e.com/p?a=1&a=2').getQuery()['a'] == ['1', '2'] && url('/p').getScheme() == ''")]
    [InlineData("isURL('https://e.com') && !isURL('e.com') && isURL('/path')")]
    [InlineData("quantity('1.5Gi').isGreaterThan(quantity('1G')) && quantity('2').asInteger() == 2 && !quantity('50m').isInteger()")]
    [InlineData("quantity('50k').add(20).compareTo(quantity('50020')) == 0 && quantity('1').sub(quantity('2')).sign() == -1")]
    [InlineData("isQuantity('1Mi') && !isQuantity('x') && quantity('200M') == quantity('0.2G')")]
    [InlineData("ip('10.0.0.1').family() == 4 && ip('::1').isLoopback() && !isIP('10.0.0.01') && ip.isCanonical('2001:db8::')")]
    [InlineData("!ip.isCanonical('2001:DB8::') && ip('169.254.1.1').isLinkLocalUnicast() && ip('8.8.8.8').isGlobalUnicast()")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))")]
    [InlineData("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() == 8 && !isCIDR('10.0.0.0')")]
    [InlineData("string(cidr('10.0.0.0/8').ip()) == '10.0.0.0'")]
    [InlineData("semver('1.2.3-rc.1').isLessThan(semver('1.2.3')) && semver('v1.2', true).minor() == 2 && !isSemver('v1.2')")]
    [InlineData("format.dns1123Label().validate('a-b').orValue([]) == [] && format.dns1123Label().validate('A').hasValue()")]
    [InlineData("format.named('uuid').value().validate('x').hasValue() && !format.named('nope').hasValue()")]
    [InlineData("!format.date().validate('2020-01-01').hasValue() && format.datetime().validate('x').hasValue()")]
    [InlineData("'a,b'.split(',') == ['a', 'b'] && ' x '.trim() == 'x' && 'aXb'.lowerAscii() == 'axb' && 'abc'.charAt(1) == 'b'")]
    [InlineData("sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])")]
    [InlineData("[[1], [2]].flatten() == [1, 2] && [1, 1, 2].distinct() == [1, 2] && [1, 2, 3].slice(1, 3) == [2, 3] && [1, 2].reverse() == [2, 1]")]
    [InlineData("timestamp('2024-02-03T04:05:06Z').getHours('America/New_York') == 23 && timestamp('2024-02-03T04:05:06Z').getDayOfWeek() == 6")]
    [InlineData("'a.b'.matches('^[[:alpha:]]\\\\.b$') && !'a\\n'.matches('^a$')")]
    public void They_do_what_the_documentation_says(string expression)
    {
        var environment = CelEnvironment.Kubernetes;
        var compilation = environment.Compile(expression, CelType.Bool);
        Assert.True(compilation.Succeeded, compilation.ErrorText);
        var result = compilation.Program.Evaluate(new CelActivation(environment));
        Assert.True(result.Value.IsTrue, result.Error?.Message ?? "false");
    }

    [Fact]
    public void Libraries_that_Kubernetes_lacks_are_unknown()
    {
        Assert.Contains("undeclared reference", CelEnvironment.Kubernetes.Compile("math.greatest(1, 2)").ErrorText, StringComparison.Ordinal);
        Assert.Contains("undeclared reference", CelEnvironment.Kubernetes.Compile("'a'.reverse2()").ErrorText, StringComparison.Ordinal);
        Assert.Contains("undeclared reference", CelEnvironment.Kubernetes.Compile("cel.bind(x, 1, x == 1)").ErrorText, StringComparison.Ordinal);
        Assert.True(CelEnvironment.Kubernetes.WithBindings().Compile("cel.bind(x, 1, x == 1)").Succeeded);
    }

    [Fact]
    public void The_authorizer_is_asked_what_the_expression_spells()
    {
        var environment = CelEnvironment.Kubernetes.With("authorizer", CelAuthorizerTypes.Authorizer);
        var authorizer = new Recorder();
        var activation = new CelActivation(environment).Set("authorizer", CelValue.FromAuthorizer(authorizer));
        var program = environment.Compile(
            "authorizer.serviceAccount('ns', 'sa').group('apps').resource('deployments').subresource('scale').namespace('n').name('x').check('get').allowed() " +
            "&& !authorizer.path('/healthz').check('get').errored()").Program!;
        var result = program.Evaluate(activation);
        Assert.True(result.Value.IsTrue, result.Error?.Message);
        Assert.InRange(result.Cost, 700_000, 700_100);
        Assert.Equal(
            [
                new CelAccessRequest { ServiceAccount = ("ns", "sa"), Group = "apps", Resource = "deployments", Subresource = "scale", Namespace = "n", Name = "x", Verb = "get" },
                new CelAccessRequest { Path = "/healthz", Verb = "get" },
            ],
            authorizer.Requests);
    }

    private sealed class Recorder : ICelAuthorizer
    {
        public List<CelAccessRequest> Requests { get; } = [];

        public CelDecision Check(CelAccessRequest request)
        {
            Requests.Add(request);
            return new CelDecision(true, "");
        }
    }
}
