using System.CommandLine;
using KubeSharp.Cluster;
using KubeSharp.Kubelet.Images;

namespace KubeSharp.Cli.Commands;

/// <summary><c>kubesharp images</c>: images of this node, without a registry.</summary>
internal static class ImagesCommand
{
    public static Command Create() => new("images", "Load, list and remove images of this node.") { Import(), List(), Remove() };

    private static Command Import()
    {
        var dataDir = CommonOptions.DataDir();
        Argument<string[]> files = new("FILE") { Description = "OCI or docker archives (.tar, .tar.gz).", Arity = ArgumentArity.OneOrMore };
        Command command = new("import", "Load images from archives.") { files, dataDir };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var store = Open(result.GetValue(dataDir)!);
            foreach (var file in result.GetValue(files)!)
            {
                if (!File.Exists(file))
                    throw new UserError($"there is no file {file}");
                foreach (var image in await Try(() => store.ImportAsync(file, cancellationToken)))
                    Console.WriteLine(image);
            }
        });
        return command;
    }

    private static Command List()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("list", "List the images of this node.") { dataDir };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var store = Open(result.GetValue(dataDir)!);
            Console.WriteLine($"{"IMAGE",-60} {"SIZE",10}");
            foreach (var image in await Try(() => store.ListAsync(cancellationToken)))
            {
                foreach (var name in image.Tags)
                    Console.WriteLine($"{name,-60} {image.Bytes / 1048576.0,7:0.0} MB");
            }
        });
        return command;
    }

    private static Command Remove()
    {
        var dataDir = CommonOptions.DataDir();
        Argument<string> image = new("IMAGE") { Description = "Its name." };
        Command command = new("rm", "Remove an image from this node.") { image, dataDir };
        command.SetAction(async (result, cancellationToken) =>
        {
            using var store = Open(result.GetValue(dataDir)!);
            if (!await Try(() => store.RemoveAsync(result.GetValue(image)!, cancellationToken)))
                throw new UserError($"there is no image {result.GetValue(image)} on this node");
        });
        return command;
    }

    private static ImageStore Open(string dataDir)
    {
        ClusterPaths paths = new(dataDir);
        return File.Exists(paths.ContainerdSocket)
            ? new ImageStore(paths.ContainerdSocket)
            : throw new UserError($"no container runtime runs for {paths.DataDir}; start the cluster with 'kubesharp up'");
    }

    private static async Task<T> Try<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ImageArchiveException e)
        {
            throw new UserError(e.Message, e);
        }
        catch (Grpc.Core.RpcException e)
        {
            throw new UserError($"the container runtime did not answer: {e.Status.Detail}", e);
        }
    }
}
