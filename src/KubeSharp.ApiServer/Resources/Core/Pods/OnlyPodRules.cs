namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Rules for pods that templates are spared, as there were templates against them before there were the rules.</summary>
internal static class OnlyPodRules
{
    public static void Check(FieldCheck spec)
    {
        if (spec.Text("serviceAccountName").Length > 0) return;
        foreach (var volume in spec.Items("volumes"))
        {
            foreach (var source in volume.ChildOrEmpty("projected").Items("sources"))
                source.ForbidIfSet("serviceAccountToken", "must not be specified when serviceAccountName is not set");
        }
    }
}
