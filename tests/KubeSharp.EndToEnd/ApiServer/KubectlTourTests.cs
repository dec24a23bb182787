using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>What a person does with kubectl, in every version at hand, against an API server alone.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class KubectlTourTests(LoneApiServer server)
{
    private const string Manifests = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {app: web}}
        data: {color: blue, size: "3"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: c, image: "registry.local/web:1", ports: [{containerPort: 80}]}
              - {name: log, image: "registry.local/log:1"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {app: web}}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """;

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: boats.GROUP}
        spec:
          group: GROUP
          scope: Namespaced
          names: {plural: boats, singular: boat, kind: Boat, shortNames: [bt]}
          versions:
          - name: v1
            served: true
            storage: true
            additionalPrinterColumns: [{name: Length, type: integer, jsonPath: .spec.length}]
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [length]
                    properties: {length: {type: integer, minimum: 1, description: How long the boat is.}}
        """;

    public static TheoryData<string> Kubectls => KubectlBinaries.Versions;

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task Applied_manifests_are_compared_changed_and_removed(string kubectl)
    {
        var user = await UserAsync(kubectl);
        Assert.Contains("deployment.apps/web created", await user.Feed(Manifests, "apply", "-f", "-"));
        Assert.Contains("deployment.apps/web unchanged", await user.Feed(Manifests, "apply", "-f", "-"));
        var changed = Manifests.Replace("color: blue", "color: green", StringComparison.Ordinal).Replace("web:1", "web:2", StringComparison.Ordinal);
        var difference = await user.Ask(changed, "diff", "-f", "-");
        Assert.Equal(1, difference.ExitCode);
        Assert.Contains("+  color: green", difference.Output);
        Assert.Contains("configmap/settings configured (server dry run)", await user.Feed(changed, "apply", "--dry-run=server", "-f", "-"));
        Assert.Contains("configmap/settings configured", await user.Feed(changed, "apply", "-f", "-"));
        Assert.Equal("green registry.local/web:2", await user.Run(
            "get", "configmap/settings", "deployment/web", "-o", "jsonpath={.items[0].data.color} {.items[1].spec.template.spec.containers[0].image}"));
        Assert.Contains("serverside-applied", await user.Feed(changed, "apply", "--server-side", "--force-conflicts", "-f", "-"));
        var conflict = await user.Ask(Manifests, "apply", "--server-side", "--field-manager=other", "-f", "-");
        Assert.Contains("conflict", conflict.Failed());
        Assert.Contains("deleted", await user.Feed(Manifests, "delete", "--wait=false", "-f", "-"));
        Assert.Contains("NotFound", (await user.Ask(null, "get", "configmap", "settings")).Failed());
    }

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task Objects_are_made_printed_and_selected_in_every_form(string kubectl)
    {
        var user = await UserAsync(kubectl);
        await user.Run("create", "configmap", "one", "--from-literal=a=1");
        await user.Run("create", "secret", "generic", "two", "--from-literal=password=x");
        await user.Run("create", "deployment", "web", "--image=registry.local/web:1", "--replicas=3");
        await user.Run("create", "service", "nodeport", "web", "--tcp=80:8080");
        await user.Run("create", "job", "once", "--image=registry.local/job:1");
        await user.Run("create", "cronjob", "nightly", "--image=registry.local/job:1", "--schedule=0 3 * * *");
        await user.Run("create", "serviceaccount", "robot");
        await user.Run("create", "role", "reader", "--verb=get,list", "--resource=pods,configmaps");
        await user.Run("create", "rolebinding", "robot", "--role=reader", $"--serviceaccount={user.Namespace}:robot");
        await user.Run("create", "quota", "few", "--hard=pods=10,configmaps=20");
        await user.Run("create", "ingress", "web", "--rule=web.local/*=web:80");
        await user.Run("create", "poddisruptionbudget", "web", "--selector=app=web", "--min-available=1");
        await user.Run("autoscale", "deployment", "web", "--max=5", "--cpu-percent=80");
        await user.Run("run", "lone", "--image=registry.local/web:1", "--labels=app=lone");

        Assert.Matches(@"web\s+0/3\s+0\s+0\s+", await user.Run("get", "deployments"));
        Assert.Contains("registry.local/web:1", await user.Run("get", "deploy", "-o", "wide"));
        Assert.Contains("deployment.apps/web", await user.Run("get", "all", "-o", "name"));
        Assert.Equal("0 3 * * *", await user.Run("get", "cj", "nightly", "-o", "go-template={{.spec.schedule}}"));
        Assert.Contains("kind: Secret", await user.Run("get", "secret", "two", "-o", "yaml"));
        Assert.Matches(@"NAME\s+KEYS\none\s+map\[a:1\]", await user.Run("get", "cm", "one", "-o", "custom-columns=NAME:.metadata.name,KEYS:.data"));
        Assert.Contains("lone", await user.Run("get", "pods", "-l", "app in (lone,other)", "--field-selector=status.phase=Pending", "--show-labels"));
        Assert.Contains("No resources found", (await user.Ask(null, "get", "pods", "--field-selector=spec.nodeName=nowhere")).Error);
        Assert.Contains("rule", await user.Run("describe", "ingress", "web"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("registry.local/web:1", await user.Run("describe", "pod", "lone"));
        Assert.Contains("few", await user.Run("describe", "quota", "few"));
        Assert.Equal("yes", (await user.Run("auth", "can-i", "list", "pods", $"--as=system:serviceaccount:{user.Namespace}:robot")).Trim());
        Assert.StartsWith("no", (await user.Ask(null, "auth", "can-i", "delete", "pods", $"--as=system:serviceaccount:{user.Namespace}:robot")).Output);
        Assert.Equal(3, (await user.Run("create", "token", "robot")).Split('.').Length);
        Assert.Contains("FIELDS", await user.Run("explain", "pods.spec.containers", "--recursive"));
    }

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task Objects_are_changed_in_every_way(string kubectl)
    {
        var user = await UserAsync(kubectl);
        await user.Feed(Manifests, "create", "-f", "-");
        await user.Run("label", "cm", "settings", "tier=front");
        Assert.Contains("already has a value", (await user.Ask(null, "label", "cm", "settings", "tier=back")).Failed());
        await user.Run("label", "cm", "settings", "tier=back", "--overwrite");
        await user.Run("annotate", "cm", "settings", "note=hello");
        await user.Run("patch", "cm", "settings", "-p", """{"data":{"color":"red"}}""");
        await user.Run("patch", "cm", "settings", "--type=merge", "-p", """{"data":{"size":null}}""");
        await user.Run("patch", "cm", "settings", "--type=json", "-p", """[{"op":"add","path":"/data/shape","value":"round"}]""");
        Assert.Equal("back hello red  round", await user.Run(
            "get", "cm", "settings", "-o", "jsonpath={.metadata.labels.tier} {.metadata.annotations.note} {.data.color} {.data.size} {.data.shape}"));
        await user.Run("scale", "deployment", "web", "--replicas=7");
        await user.Run("set", "image", "deployment/web", "c=registry.local/web:9");
        await user.Run("set", "env", "deployment/web", "MODE=fast");
        await user.Run("set", "resources", "deployment/web", "--limits=cpu=200m");
        await user.Run("rollout", "restart", "deployment/web");
        await user.Run("rollout", "pause", "deployment/web");
        Assert.Equal("7 registry.local/web:9 registry.local/log:1 fast 200m true", await user.Run(
            "get", "deployment", "web", "-o",
            "jsonpath={.spec.replicas} {.spec.template.spec.containers[*].image} {.spec.template.spec.containers[0].env[0].value} {.spec.template.spec.containers[0].resources.limits.cpu} {.spec.paused}"));
        await user.Run(["edit", "cm", "settings"], new() { ["KUBE_EDITOR"] = "sed -i s/round/square/" });
        Assert.Equal("square", await user.Run("get", "cm", "settings", "-o", "jsonpath={.data.shape}"));
        await user.Run("expose", "deployment", "web", "--name=again", "--port=81");
        await user.Feed(Manifests.Split("---")[0].Replace("blue", "gold", StringComparison.Ordinal), "replace", "-f", "-");
        Assert.Contains("gold", await user.Run("get", "cm", "settings", "-o", "json"));
        await user.Run("wait", "--for=jsonpath={.data.color}=gold", "cm/settings", "--timeout=20s");
        await user.Run("delete", "cm", "-l", "app=web", "--wait=true");
        await user.Run("delete", "deployment", "web", "--cascade=orphan", "--wait=false");
    }

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task A_custom_resource_is_explained_validated_printed_and_gone_with_its_definition(string kubectl)
    {
        var user = await UserAsync(kubectl);
        var group = user.Namespace + ".example.com";
        await user.Feed(Definition.Replace("GROUP", group, StringComparison.Ordinal), "apply", "-f", "-");
        await user.Run("wait", "--for=condition=Established", "crd/boats." + group, "--timeout=20s");
        string Boat(string spec) => $$"""{"apiVersion":"{{group}}/v1","kind":"Boat","metadata":{"name":"b"},"spec":{{spec}}}""";
        await Eventually.BecomesAsync("a boat", () => user.Ask(Boat("""{"length":4}"""), "apply", "-f", "-"), r => r.ExitCode == 0);
        Assert.Contains("unknown field", (await user.Ask(Boat("""{"length":4,"sails":2}"""), "apply", "-f", "-")).Failed());
        Assert.Contains("greater than or equal to 1", (await user.Ask(Boat("""{"length":0}"""), "apply", "-f", "-")).Failed());
        Assert.Matches(@"NAME\s+LENGTH\nb\s+4", await user.Run("get", "boats." + group));
        Assert.Contains("How long the boat is.", await user.Run("explain", "boats.spec.length", "--api-version=" + group + "/v1"));
        await user.Run("delete", "crd", "boats." + group);
        Assert.NotEqual(0, (await user.Ask(null, "get", "boats." + group)).ExitCode);
    }

    private async Task<KubectlUser> UserAsync(string kubectl)
    {
        var user = new KubectlUser(server, kubectl, "t-" + Guid.NewGuid().ToString("N")[..8]);
        (await server.KubectlAsync(["create", "namespace", user.Namespace], input: null, kubectl)).Succeeded();
        // Without a controller manager nobody makes it, and pods are refused without it.
        await user.Run("create", "serviceaccount", "default");
        return user;
    }
}
