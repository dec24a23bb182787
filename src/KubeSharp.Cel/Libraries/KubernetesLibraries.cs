using KubeSharp.Cel.Checking;

namespace KubeSharp.Cel.Libraries;

/// <summary>The libraries of Kubernetes' environment, all in one list.</summary>
internal static class KubernetesLibraries
{
    public static Declarations Load()
    {
        var library = new Library()
            .Include(OperatorLibrary.Declare)
            .Include(ConversionLibrary.Declare)
            .Include(StandardLibrary.Declare)
            .Include(TimeLibrary.Declare)
            .Include(OptionalLibrary.Declare)
            .Include(StringLibrary.Declare)
            .Include(SetLibrary.Declare)
            .Include(ListExtensionLibrary.Declare)
            .Include(ListLibrary.Declare)
            .Include(RegexLibrary.Declare)
            .Include(UrlLibrary.Declare)
            .Include(QuantityLibrary.Declare)
            .Include(IpLibrary.Declare)
            .Include(CidrLibrary.Declare)
            .Include(FormatLibrary.Declare)
            .Include(SemverLibrary.Declare)
            .Include(AuthorizerLibrary.Declare);
        return new Declarations(library.Functions, library.Types);
    }
}
