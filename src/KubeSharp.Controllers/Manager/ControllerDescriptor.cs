namespace KubeSharp.Controllers;

/// <summary>A controller that the manager can run.</summary>
/// <param name="Name">As in <c>--controllers</c>.</param>
/// <param name="Identity">The service account in kube-system it acts as.</param>
/// <param name="Create">Makes it.</param>
/// <param name="OnByDefault">Whether <c>*</c> includes it.</param>
internal sealed record ControllerDescriptor(string Name, string Identity, Func<ControllerContext, IController> Create, bool OnByDefault = true);
