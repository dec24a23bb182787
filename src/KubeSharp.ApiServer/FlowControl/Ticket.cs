using KubeSharp.ApiServer.FlowControl.Queueing;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>A request that waits in a queue, with what to tell it and what to tell about it.</summary>
internal sealed class Ticket(FlowBinding binding, string distinguisher, RequestInfo request, string user) : WaitingRequest
{
    private readonly TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FlowBinding Binding => binding;

    public string Distinguisher => distinguisher;

    public RequestInfo Request => request;

    public string User => user;

    /// <summary>Completes when it is this request's turn.</summary>
    public Task Turn => turn.Task;

    public void Call() => turn.TrySetResult();
}
