namespace KubeSharp.ApiServer.Requests;

/// <summary>By what requests are told apart in metrics.</summary>
internal readonly record struct RequestSeriesKey(string Verb, string Group, string Version, string Resource, string Subresource);
