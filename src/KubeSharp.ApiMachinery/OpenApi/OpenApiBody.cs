namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>What an operation reads.</summary>
internal enum OpenApiBody
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An object of <see cref="OpenApiOperation.BodyType"/>.</summary>
    Object,

    /// <summary>Optional DeleteOptions.</summary>
    DeleteOptions,

    /// <summary>A patch.</summary>
    Patch,
}
