using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Tests.Framework;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("In", "a,b", "a", true)]
    [InlineData("In", "a,b", "c", false)]
    [InlineData("In", "a", null, false)]
    [InlineData("NotIn", "a", "b", true)]
    [InlineData("NotIn", "a", "a", false)]
    [InlineData("NotIn", "a", null, true)]
    [InlineData("Exists", "", "x", true)]
    [InlineData("Exists", "", null, false)]
    [InlineData("DoesNotExist", "", null, true)]
    [InlineData("DoesNotExist", "", "x", false)]
    [InlineData("Gt", "5", "6", true)]
    [InlineData("Gt", "5", "5", false)]
    [InlineData("Gt", "5", "six", false)]
    [InlineData("Gt", "5", null, false)]
    [InlineData("Lt", "5", "4", true)]
    [InlineData("Lt", "-1", "-2", true)]
    public void Operators_match_as_documented(string op, string values, string? label, bool expected)
    {
        Assert.True(Requirement.TryCreate("key", op, values.Split(',', StringSplitOptions.RemoveEmptyEntries), out var requirement));
        Assert.Equal(expected, requirement.Matches(label is null ? null : new() { ["key"] = label }));
    }

    [Theory]
    [InlineData("Gt", "x")]
    [InlineData("Gt", "1,2")]
    [InlineData("Like", "x")]
    public void Nonsense_is_refused(string op, string values) =>
        Assert.False(Requirement.TryCreate("key", op, values.Split(','), out _));
}
