using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.Endpoints;
using KubeSharp.ApiServer.Resources.Core.Services;
using KubeSharp.ApiServer.Resources.Discovery.EndpointSlices;
using KubeSharp.ApiServer.Resources.Networking.Ingresses;
using KubeSharp.ApiServer.Resources.Networking.NetworkPolicies;
using KubeSharp.ApiServer.Resources.Networking.ServiceCidrs;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Tests.Resources.Networking;

public sealed class NetworkValidationTests
{
    private const string Path = "spec.rules[0].http.paths[0]";

    [Theory]
    [InlineData("""{"type":"LoadBalancer","allocateLoadBalancerNodePorts":true,"ports":[{"port":10250,"protocol":"TCP","targetPort":1}],"externalTrafficPolicy":"Cluster"}""", "")]
    [InlineData("""{"type":"ExternalName","externalName":"a.b","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack"}""", "[spec.ipFamilies: Forbidden: may not be set for ExternalName services, spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services]")]
    [InlineData("""{"type":"ExternalName","externalName":"a.b."}""", "")]
    [InlineData("""{"type":"ClusterIP","ipFamilies":["IPv4","IPv4"],"ipFamilyPolicy":"Odd","ports":[{"port":1,"protocol":"TCP","targetPort":1}]}""", "[spec.ipFamilies[1]: Duplicate value: \"IPv4\", spec.ipFamilyPolicy: Unsupported value: \"Odd\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"]")]
    [InlineData("""{"type":"ClusterIP","clusterIP":"None","clusterIPs":["None","10.0.0.1"],"ports":[{"port":1,"protocol":"TCP","targetPort":1}]}""", "spec.clusterIPs: Invalid value: [\"None\",\"10.0.0.1\"]: 'None' must be the first and only value")]
    [InlineData("""{"type":"NodePort","externalTrafficPolicy":"Cluster","ports":[{"name":"a","port":1,"protocol":"TCP","targetPort":1,"nodePort":30001},{"name":"b","port":2,"protocol":"TCP","targetPort":1,"nodePort":30001}]}""", "spec.ports[1].nodePort: Duplicate value: 30001")]
    [InlineData("""{"type":"ClusterIP","externalIPs":["1.2.3.4"],"ports":[{"port":1,"protocol":"TCP","targetPort":1}]}""", "spec.externalTrafficPolicy: Required value")]
    [InlineData("""{"type":"LoadBalancer","allocateLoadBalancerNodePorts":true,"externalTrafficPolicy":"Local","ports":[{"port":1,"protocol":"TCP","targetPort":1}]}""", "spec.healthCheckNodePort: Required value")]
    public void Services(string spec, string faults)
    {
        var service = Parse($$"""{"spec":{{spec}}}""");
        service.GetObject("spec")!.SetDefault("sessionAffinity", "None");
        service.GetObject("spec")!.SetDefault("internalTrafficPolicy", "Cluster");
        Check(faults, errors => ServiceValidation.Check(service, null, errors));
    }

    [Theory]
    [InlineData("""{"type":"ClusterIP","clusterIPs":["10.0.0.1","fd00::1"]}""", """{"type":"ClusterIP","clusterIPs":["10.0.0.2"]}""", "[spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set, spec.ipFamilyPolicy: Invalid value: null: must be set to 'SingleStack' when releasing the secondary clusterIP]")]
    [InlineData("""{"type":"ClusterIP","clusterIPs":["10.0.0.1"]}""", """{"type":"ClusterIP"}""", "spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset")]
    [InlineData("""{"type":"ClusterIP","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"]}""", """{"type":"ClusterIP","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv6"]}""", "spec.ipFamilies[0]: Invalid value: [\"IPv6\"]: may not change once set")]
    [InlineData("""{"type":"LoadBalancer","loadBalancerClass":"a/b"}""", """{"type":"LoadBalancer","loadBalancerClass":"a/c"}""", "spec.loadBalancerClass: Invalid value: \"a/c\": may not change once set")]
    [InlineData("""{"type":"ClusterIP"}""", """{"type":"LoadBalancer","loadBalancerClass":"a/c"}""", "")]
    [InlineData("""{"type":"ExternalName"}""", """{"type":"ClusterIP","clusterIPs":["10.0.0.1"]}""", "")]
    public void Changes_of_services(string old, string spec, string faults) =>
        Check(faults, errors => ServiceUpdateValidation.Check(Parse($$"""{"spec":{{spec}}}"""), Parse($$"""{"spec":{{old}}}"""), errors));

    [Theory]
    [InlineData("""[{"ports":[{"port":1,"protocol":"TCP"}]}]""", "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`")]
    [InlineData("""[{"addresses":[{"ip":"x"}]}]""", "[subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff), subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address]")]
    [InlineData("""[{"notReadyAddresses":[{"ip":"127.0.0.1"}]}]""", "subsets[0].notReadyAddresses[0].ip: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData("""[{"addresses":[{"ip":"1.2.3.4"}],"ports":[{"port":0,"protocol":"TCP"},{"name":"a","port":1,"protocol":"X"}]}]""", "[subsets[0].ports[0].name: Required value, subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, subsets[0].ports[1].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\"]")]
    [InlineData("""[{"addresses":[{"ip":"1.2.3.4"}],"ports":[{"port":1,"protocol":"TCP"}]}]""", "")]
    public void Endpoints(string subsets, string faults) => Check(faults, errors => EndpointsValidation.Check(Parse($$"""{"subsets":{{subsets}}}"""), null, errors));

    [Theory]
    [InlineData("FQDN", "a", "endpoints[0].addresses[0]: Invalid value: \"a\": should be a domain with at least two segments separated by dots")]
    [InlineData("FQDN", "", "endpoints[0].addresses[0]: Required value")]
    [InlineData("FQDN", "a.b.", "")]
    [InlineData("IPv6", "1.2.3.4", "endpoints[0].addresses: Invalid value: \"1.2.3.4\": must be an IPv6 address")]
    public void Endpoint_slices(string type, string address, string faults) =>
        Check(faults, errors => EndpointSliceRules.Check(Parse($$"""{"addressType":"{{type}}","endpoints":[{"addresses":["{{address}}"]}]}"""), errors));

    [Theory]
    [InlineData("""{"path":"/","backend":{}}""", Path + ".pathType: Required value: pathType must be specified")]
    [InlineData("""{"path":"/","pathType":"Exact","backend":{}}""", Path + ".backend: Invalid value: \"\": resource or service backend is required")]
    [InlineData("""{"path":"a//b","pathType":"Prefix","backend":{"service":{"name":"1s","port":{"number":80}}}}""", "[" + Path + ".path: Invalid value: \"a//b\": must be an absolute path, " + Path + ".path: Invalid value: \"a//b\": must not contain '//']")]
    [InlineData("""{"path":"/","pathType":"Odd","backend":{"service":{"name":"s","port":{"number":80,"name":"a"}}}}""", "[" + Path + ".pathType: Unsupported value: \"Odd\": supported values: \"Exact\", \"ImplementationSpecific\", \"Prefix\", " + Path + ".backend: Invalid value: \"\": cannot set both port name & port number]")]
    [InlineData("""{"path":"/","pathType":"Exact","backend":{"resource":{"kind":"","name":"a/b"}}}""", "[" + Path + ".backend.resource.kind: Required value, " + Path + ".backend.resource.name: Invalid value: \"a/b\": may not contain '/']")]
    public void Ingress_paths(string path, string faults) =>
        Check(faults, errors => IngressValidation.Check(Parse($$$$"""{"spec":{"rules":[{"http":{"paths":[{{{{path}}}}]}}]}}"""), null, errors));

    [Fact]
    public void What_older_versions_let_pass_may_stay_in_an_ingress()
    {
        var ingress = Parse("""{"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":1}}},"tls":[{"secretName":"A_b"}],"rules":[{"host":"*.a.b","http":{}}]}}""");
        Check("", errors => IngressValidation.Check(ingress, ingress, errors));
        var errors = new ErrorList();
        IngressValidation.Check(ingress, null, errors);
        Assert.Equal(["spec.rules[0].http.paths", "spec.tls[0].secretName"], errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("""{"cidr":"10.0.0.0/8","except":["10.0.0.0/8"]}""", "at.except[0]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`")]
    [InlineData("""{"cidr":"010.0.0.0/8","except":["11.0.0.0/16"]}""", "[at.cidr: Invalid value: \"010.0.0.0/8\": must not have leading 0s in IP, at.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`]")]
    [InlineData("""{"cidr":"fd00::/8","except":["fd00:1::/32"]}""", "")]
    public void Blocks_of_network_policies(string block, string faults) => Check(
        faults.Replace("at.", "spec.ingress[0].from[0].ipBlock.", StringComparison.Ordinal),
        errors => NetworkPolicyValidation.Check(Parse($$$$"""{"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{{{{block}}}}}]}]}}"""), errors));

    [Theory]
    [InlineData("""["10.0.0.0/16"]""", """["10.0.0.0/16","fd00::/64"]""", "")]
    [InlineData("""["10.0.0.0/16"]""", """["10.0.0.0/16","10.1.0.0/16"]""", "spec.cidrs: Invalid value: [\"10.0.0.0/16\",\"10.1.0.0/16\"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64")]
    [InlineData("""["10.0.0.0/16","fd00::/64"]""", """["10.0.0.0/16"]""", "spec.cidrs: Invalid value: [\"10.0.0.0/16\"]: field is immutable")]
    [InlineData("""["10.0.0.0/16"]""", """["10.1.0.0/16"]""", "spec.cidrs[0]: Invalid value: \"10.1.0.0/16\": field is immutable")]
    public void Changes_of_service_ranges(string old, string cidrs, string faults) =>
        Check(faults, errors => ServiceCidrValidation.CheckUpdate(Parse($$$$"""{"spec":{"cidrs":{{{{cidrs}}}}}}"""), Parse($$$$"""{"spec":{"cidrs":{{{{old}}}}}}"""), errors));

    [Theory]
    [InlineData("1.2.3.4", "")]
    [InlineData("2001:db8::1", "")]
    [InlineData("x", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("01.2.3.4", "must not have leading 0s")]
    [InlineData("2001:DB8:0::1", "must be in canonical form (\"2001:db8::1\")")]
    public void Names_of_addresses(string name, string fault) => Assert.Equal(fault, string.Join(',', StringValidators.CanonicalIp(name)));

    [Theory]
    [InlineData("1.2.3.4", "")]
    [InlineData("010.2.3.4", "f: non-standard IP address \"010.2.3.4\" will be considered invalid in a future Kubernetes release: use \"10.2.3.4\"")]
    [InlineData("::ffff:1.2.3.4", "f: non-standard IP address \"::ffff:1.2.3.4\" will be considered invalid in a future Kubernetes release: use \"1.2.3.4\"")]
    [InlineData("2001:DB8::1", "f: IPv6 address \"2001:DB8::1\" should be in RFC 5952 canonical format (\"2001:db8::1\")")]
    public void Warnings_of_addresses(string value, string warning) => Assert.Equal(warning, Warned(warn => AddressWarnings.Ip(FieldPath.Of("f"), value, warn)));

    [Theory]
    [InlineData("10.0.0.0/8", "")]
    [InlineData("10.0.0.5/8", "f: CIDR value \"10.0.0.5/8\" is ambiguous in this context (should be \"10.0.0.0/8\" or \"10.0.0.5/32\"?)")]
    [InlineData("010.0.0.0/8", "f: non-standard CIDR value \"010.0.0.0/8\" will be considered invalid in a future Kubernetes release: use \"10.0.0.0/8\"")]
    [InlineData("FD00::/8", "f: IPv6 CIDR value \"FD00::/8\" should be in RFC 5952 canonical format (\"fd00::/8\")")]
    public void Warnings_of_ranges(string value, string warning) => Assert.Equal(warning, Warned(warn => AddressWarnings.Cidr(FieldPath.Of("f"), value, warn)));

    private static string Warned(Action<Action<string>> give)
    {
        List<string> warnings = [];
        give(warnings.Add);
        return string.Join('|', warnings);
    }

    private static void Check(string faults, Action<ErrorList> check)
    {
        var errors = new ErrorList();
        check(errors);
        Assert.Equal(faults, errors.IsEmpty ? "" : errors.ToString());
    }

    private static JsonObject Parse(string json) => JsonParser.ParseObject(Encoding.UTF8.GetBytes(json));
}
