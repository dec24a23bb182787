using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Resource;
using static KubeSharp.ApiServer.Tests.Resources.RuleTables;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Slices, classes and claims of devices.</summary>
public sealed class DeviceRulesTests
{
    private const string Label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or "
        + "'123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    [Theory]
    [InlineData("""{"name":"a","consumesCounters":[{"counterSet":"s","counters":{"m":{"value":"1"}}}]}""", "")]
    [InlineData("""{}""", "d.name: Invalid value: \"\": " + Label)]
    [InlineData("""{"name":"a","consumesCounters":[{}]}""", "d.consumesCounters[0].counterSet: Required value\nd.consumesCounters[0].counters: Required value")]
    [InlineData("""{"name":"a","consumesCounters":[{"counterSet":"s","counters":{"a":{"value":"1"}}},{"counterSet":"s","counters":{"A":{"value":"1"}}}]}""",
        "d.consumesCounters[1].counters: Invalid value: \"A\": " + Label + "\nd.consumesCounters[1]: Duplicate value: \"s\"")]
    [InlineData("""{"name":"a","consumesCounters":[{},{},{}]}""", "d.consumesCounters: Too many: 3: must have at most 2 items")]
    [InlineData("""{"name":"a","taints":[{"key":"k","effect":"NoSchedule","value":"v"}]}""", "")]
    [InlineData("""{"name":"a","taints":[{"key":"k"},{"key":"k","effect":"Odd"}]}""",
        "d.taints[0].effect: Required value\nd.taints[1].effect: Unsupported value: \"Odd\": supported values: \"NoExecute\", \"NoSchedule\", \"None\"")]
    [InlineData("""{"name":"a","nodeName":"n"}""",
        "d: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec")]
    [InlineData("""{"name":"a","bindingConditions":["a"]}""",
        "d.bindingFailureConditions: Invalid value: null: bindingFailureConditions are required to use bindingConditions")]
    [InlineData("""{"name":"a","bindingConditions":["a","a"],"bindingFailureConditions":["a"]}""",
        "d.bindingConditions[1]: Duplicate value: \"a\"\nd.bindingFailureConditions[0]: Invalid value: \"a\": bindingFailureConditions must not overlap with bindingConditions")]
    [InlineData("""{"name":"a","attributes":{"A.Example.com/x":{"int":1},"/":{"int":1},"a/b/c":{"int":1}}}""",
        "d.attributes: Invalid value: \"\": the domain must not be empty\nd.attributes: Invalid value: \"\": the name must not be empty\n"
        + "d.attributes: Invalid value: \"a/b/c\": must not contain more than one slash")]
    [InlineData("""{"name":"a","attributes":{"v":{"version":"1.0.0-01"}}}""",
        "d.attributes[v].version: Invalid value: \"1.0.0-01\": must be a string compatible with semver.org spec 2.0.0")]
    [InlineData("""{"name":"a","capacity":{"m":{"value":"8","requestPolicy":{}}}}""", "d.capacity[m].requestPolicy: Forbidden: allowMultipleAllocations must be true")]
    public void ADeviceIsWhatItsDriverMaySay(string device, string expected) =>
        Assert.Equal(expected, Faults(errors => DeviceRules.Check(Parse(device), null, placed: false, FieldPath.Of("d"), errors)));

    [Theory]
    [InlineData("""{"name":"a","allNodes":true}""", "")]
    [InlineData("""{"name":"a"}""",
        "d: Required value: exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec")]
    [InlineData("""{"name":"a","nodeName":"n","allNodes":true}""",
        "d: Invalid value: \"{`nodeName`, `allNodes`}\": exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in "
        + "the ResourceSlice spec")]
    public void ADeviceOfItsOwnPlaceHasOne(string device, string expected) =>
        Assert.Equal(expected, Faults(errors => DeviceRules.Check(Parse(device), null, placed: true, FieldPath.Of("d"), errors)));

    [Theory]
    [InlineData("""{"default":"1","validValues":["1","2"]}""", "")]
    [InlineData("""{"validValues":["1"]}""", "c.requestPolicy.default: Required value: required when validValues is defined")]
    [InlineData("""{"default":"3","validValues":["2","1","2","9"]}""",
        "c.requestPolicy.validValues[1]: Invalid value: \"1\": values must be sorted in ascending order\n"
        + "c.requestPolicy.validValues[3]: Invalid value: \"9\": option is larger than capacity value: 8\n"
        + "c.requestPolicy.validValues[2]: Duplicate value: \"2\"\n"
        + "c.requestPolicy.validValues: Invalid value: \"3\": default value is not valid according to the requestPolicy")]
    [InlineData("""{"default":"1","validValues":["1"],"validRange":{"min":"1"}}""",
        "c.requestPolicy: Forbidden: exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time")]
    [InlineData("""{"default":"4","validRange":{"min":"2","max":"8","step":"2"}}""", "")]
    [InlineData("""{"default":"5","validRange":{"min":"2","step":"2"}}""",
        "c.requestPolicy.validRange.step: Invalid value: \"5\": value is not a multiple of a given step (2) from (2)")]
    [InlineData("""{"default":"5","validRange":{"min":"2","step":"0"}}""", "c.requestPolicy.validRange.step: Invalid value: \"0\": must be greater than zero")]
    [InlineData("""{"default":"1","validRange":{"min":"9","max":"3"}}""",
        "c.requestPolicy.validRange.min: Invalid value: \"9\": min is larger than capacity value: 8\n"
        + "c.requestPolicy.validRange.min: Invalid value: \"1\": default is less than min: 9\n"
        + "c.requestPolicy.validRange.max: Invalid value: \"9\": min is larger than max: 3")]
    public void ASharedCapacityIsTakenAsItsPolicySays(string policy, string expected) => Assert.Equal(
        expected, Faults(errors => CapacityPolicyRules.Check(Parse($$"""{"value":"8","requestPolicy":{{policy}}}"""), shared: true, FieldPath.Of("c"), errors)));

    [Theory]
    [InlineData("""{"allNodes":true,"sharedCounters":[{"name":"s","counters":{"a":{"value":"1"}}}]}""", "")]
    [InlineData("""{"allNodes":true,"sharedCounters":[{"name":"s"}],"devices":[]}""",
        "spec: Invalid value: \"\": only one of `sharedCounters` or `devices` is allowed\nspec.sharedCounters[0].counters: Required value")]
    [InlineData("""{"nodeName":"","allNodes":true}""", "spec.nodeName: Invalid value: \"\": must be either unset or set to a non-empty string")]
    public void ASliceHoldsDevicesOrCounters(string spec, string expected)
    {
        var slice = Parse($$"""{"spec":{{spec}}}""");
        slice.GetObject("spec")!.Set("driver", new JsonString("D.example.com"));
        slice.GetObject("spec")!.Set("pool", Parse("""{"name":"a/b","resourceSliceCount":1}"""));
        Assert.Equal(expected, Faults(errors => SliceRules.Check(slice, null, errors)));
    }

    [Theory]
    [InlineData("""{"devices":[{"driver":"d","pool":"p","device":"x"}]}""", "")]
    [InlineData("""{"devices":[{"driver":"d","pool":"p","device":"y"}]}""", "s[0]: Invalid value: d/p/y: must be an allocated device in the claim")]
    [InlineData("""{"devices":[{"driver":"d","pool":"p","device":"x"},{"driver":"d","pool":"p","device":"x"}]}""", "s[1]: Duplicate value: d/p/x")]
    [InlineData("""{"devices":[{"driver":"d","pool":"p","device":"x","data":"x","networkData":{"ips":["10.0.0.1","10.0.0.1/33","::0/64","10.0.0.1/8"]}}]}""",
        "s[0].data: Invalid value: \"<value omitted>\": must be a valid JSON object\n"
        + "s[0].networkData.ips[0]: Invalid value: \"10.0.0.1\": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)\n"
        + "s[0].networkData.ips[1]: Invalid value: \"10.0.0.1/33\": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)\n"
        + "s[0].networkData.ips[2]: Invalid value: \"::0/64\": must be in canonical form (\"::/64\")")]
    public void DriversTellAboutDevicesThatWereGiven(string status, string expected)
    {
        var document = Parse(status);
        document.Set("allocation", Parse("""{"devices":{"results":[{"driver":"d","pool":"p","device":"x"}]}}"""));
        Assert.Equal(expected, Faults(errors => ClaimDeviceRules.Check(document, FieldPath.Of("s"), errors)));
    }

    [Theory]
    [InlineData("""{"results":[{"request":"r","driver":"d","pool":"p","device":"x"},{"request":"q/s","driver":"d","pool":"p","device":"x"}]}""", "")]
    [InlineData("""{"results":[{"request":"q/z","driver":"","pool":"","device":"x","shareID":"1"}]}""",
        "a.devices.results[0].request: Invalid value: \"q/z\": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'\n"
        + "a.devices.results[0].driver: Required value\na.devices.results[0].pool: Required value\n"
        + "a.devices.results[0].shareID: Invalid value: \"1\": error validating uid: invalid UUID length: 1")]
    [InlineData("""{"config":[{"opaque":{"driver":"d","parameters":{}}},{"source":"Odd","opaque":{"driver":"d","parameters":{}}}]}""",
        "a.devices.config[0].source: Required value\na.devices.config[1].source: Unsupported value: \"Odd\": supported values: \"FromClaim\", \"FromClass\"")]
    public void AnAllocationAnswersTheRequests(string devices, string expected) => Assert.Equal(
        expected,
        Faults(errors => AllocationRules.Check(
            Parse($$"""{"devices":{{devices}}}"""), new RequestNames(Parse("""{"requests":[{"name":"r"},{"name":"q","firstAvailable":[{"name":"s"}]}]}""")), FieldPath.Of("a"), errors)));

    [Fact]
    public void DevicesThatWereTakenBackAreForgotten()
    {
        var status = Parse("""{"devices":[{"driver":"d","pool":"p","device":"x"}]}""");
        ClaimDeviceRules.Drop(status, Parse("""{"allocation":{"devices":{"results":[{"driver":"d","pool":"p","device":"x"}]}}}"""));
        Assert.Null(status["devices"]);
    }

    [Theory]
    [InlineData("""{"extendedResourceName":"example.com/gpu"}""", "")]
    [InlineData("""{"extendedResourceName":"gpu"}""", "spec.extendedResourceName: Invalid value: \"gpu\": must be a valid extended resource name")]
    [InlineData("""{"config":[{"opaque":{"driver":"D.x","parameters":null}}]}""", "spec.config[0].opaque.parameters: Required value")]
    public void AClassNamesAnExtendedResource(string spec, string expected) =>
        Assert.Equal(expected, Faults(errors => DeviceClassRules.Check(Parse($$"""{"spec":{{spec}}}"""), null, errors)));

    [Fact]
    public void WhatAClassSaidBeforeIsNotLookedAtAgain()
    {
        var deviceClass = Parse("""{"spec":{"selectors":[{"cel":{"expression":"device.nope"}}],"config":[{}]}}""");
        Assert.Equal("", Faults(errors => DeviceClassRules.Check(deviceClass, deviceClass, errors)));
    }
}
