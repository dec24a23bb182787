using System.Text;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>A part of the server that has figures to show.</summary>
internal interface IMetricsSource
{
    /// <summary>Appends them in the text form of Prometheus.</summary>
    void Write(StringBuilder output);
}
