using System.Text;

namespace KubeSharp.Proxy.Nftables;

/// <summary>Input for <c>nft -f -</c>, taken over whole or not at all.</summary>
internal static class NftText
{
    private const string Table = NftBuilder.Table;

    /// <summary>Replaces whatever there is by all of it.</summary>
    public static string Full(NftRules wanted)
    {
        var text = new StringBuilder();
        text.Append("add table ").Append(wanted.Family).Append(' ').Append(Table).Append('\n');
        text.Append("delete table ").Append(wanted.Family).Append(' ').Append(Table).Append('\n');
        text.Append("add table ").Append(wanted.Family).Append(' ').Append(Table).Append('\n');
        Append(text, new NftRules(wanted.Family), wanted);
        return text.ToString();
    }

    /// <summary>True when a map or set is defined otherwise than before: it cannot be changed in place, all of it must be replaced.</summary>
    public static bool NeedsFull(NftRules before, NftRules after)
    {
        foreach (var (name, collection) in after.Collections)
        {
            if (before.Collections.TryGetValue(name, out var old) && old.Definition != collection.Definition)
                return true;
        }

        return false;
    }

    /// <summary>Only the differences. Empty when there are none.</summary>
    public static string Changes(NftRules before, NftRules after)
    {
        var text = new StringBuilder();
        Append(text, before, after);
        return text.ToString();
    }

    private static void Append(StringBuilder text, NftRules before, NftRules after)
    {
        var table = $"{after.Family} {Table}";
        foreach (var (name, collection) in after.Collections)
        {
            if (!before.Collections.ContainsKey(name))
                text.Append("add ").Append(collection.Kind).Append(' ').Append(table).Append(' ').Append(name).Append(" { ").Append(collection.Definition).Append(" }\n");
        }

        AppendChains(text, table, before, after);
        AppendElements(text, table, before, after);
        foreach (var (name, _) in before.Chains)
        {
            if (!after.Chains.ContainsKey(name))
                text.Append("flush chain ").Append(table).Append(' ').Append(name).Append('\n');
        }

        foreach (var (name, _) in before.Chains)
        {
            if (!after.Chains.ContainsKey(name))
                text.Append("delete chain ").Append(table).Append(' ').Append(name).Append('\n');
        }

        foreach (var (name, collection) in before.Collections)
        {
            if (!after.Collections.ContainsKey(name))
                text.Append("delete ").Append(collection.Kind).Append(' ').Append(table).Append(' ').Append(name).Append('\n');
        }
    }

    private static void AppendChains(StringBuilder text, string table, NftRules before, NftRules after)
    {
        var changed = new List<string>();
        foreach (var (name, rules) in after.Chains)
        {
            if (before.Chains.TryGetValue(name, out var old) && rules.SequenceEqual(old, StringComparer.Ordinal))
                continue;
            changed.Add(name);
            text.Append("add chain ").Append(table).Append(' ').Append(name);
            if (after.BaseChains.TryGetValue(name, out var hook))
                text.Append(" { ").Append(hook).Append(" }");
            text.Append('\n');
            if (before.Chains.ContainsKey(name))
                text.Append("flush chain ").Append(table).Append(' ').Append(name).Append('\n');
        }

        foreach (var name in changed)
        {
            foreach (var rule in after.Chains[name])
                text.Append("add rule ").Append(table).Append(' ').Append(name).Append(' ').Append(rule).Append('\n');
        }
    }

    private static void AppendElements(StringBuilder text, string table, NftRules before, NftRules after)
    {
        foreach (var (name, collection) in after.Collections)
        {
            var old = before.Collections.TryGetValue(name, out var present) ? present.Elements : [];
            foreach (var (key, value) in old)
            {
                if (!collection.Elements.TryGetValue(key, out var now) || now != value)
                    text.Append("delete element ").Append(table).Append(' ').Append(name).Append(" { ").Append(key).Append(" }\n");
            }

            foreach (var (key, value) in collection.Elements)
            {
                if (old.TryGetValue(key, out var was) && was == value)
                    continue;
                text.Append("add element ").Append(table).Append(' ').Append(name).Append(" { ").Append(key);
                if (value.Length > 0)
                    text.Append(" : ").Append(value);
                text.Append(" }\n");
            }
        }
    }
}
