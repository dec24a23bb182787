using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Objects;

/// <summary>A resource that is a question: it is created to be answered and never stored.</summary>
internal interface ICreateOnlyResource
{
    /// <summary>Fills in what the question leaves to the server. Called before anything else looks at the document.</summary>
    void Default(JsonObject document)
    {
    }

    /// <summary>Answers: the document with its status, or why there is no answer.</summary>
    ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken);
}
