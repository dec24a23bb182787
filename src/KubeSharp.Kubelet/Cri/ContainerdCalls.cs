using Google.Protobuf;
using Grpc.Core;
using KubeSharp.Kubelet.Cri.Containerd;

namespace KubeSharp.Kubelet.Cri;

/// <summary>
/// The methods of containerd's own services that are called here. Declared by hand because the services live in other
/// protobuf packages than the one small file that holds their messages.
/// </summary>
internal static class ContainerdCalls
{
    /// <summary>The containerd namespace in which the CRI plugin keeps everything.</summary>
    public const string KubernetesNamespace = "k8s.io";

    public static readonly Method<SubscribeRequest, Envelope> Subscribe = new(
        MethodType.ServerStreaming, "containerd.services.events.v1.Events", "Subscribe",
        MarshallerFor<SubscribeRequest>(SubscribeRequest.Parser), MarshallerFor<Envelope>(Envelope.Parser));

    public static readonly Method<ListImagesRequest, ListImagesResponse> ListImages = new(
        MethodType.Unary, "containerd.services.images.v1.Images", "List",
        MarshallerFor<ListImagesRequest>(ListImagesRequest.Parser), MarshallerFor<ListImagesResponse>(ListImagesResponse.Parser));

    /// <summary>The request header that selects the namespace.</summary>
    public static Metadata Headers => new() { { "containerd-namespace", KubernetesNamespace } };

    private static Marshaller<T> MarshallerFor<T>(MessageParser<T> parser)
        where T : IMessage<T> =>
        Marshallers.Create(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
