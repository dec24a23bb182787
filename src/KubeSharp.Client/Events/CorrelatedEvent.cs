using KubeSharp.Models.Core.V1;

namespace KubeSharp.Client;

/// <summary>An event to write, and whether one of its name was written before.</summary>
internal readonly record struct CorrelatedEvent(Event Event, bool IsRepeat);
