namespace KubeSharp.ApiServer.Requests;

/// <summary>What remains to be done for a request: the filters that follow, and the handler at the end.</summary>
internal delegate Task RequestStep(RequestContext context);
