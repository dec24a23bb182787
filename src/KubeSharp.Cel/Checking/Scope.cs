namespace KubeSharp.Cel.Checking;

/// <summary>The variables that comprehensions around an expression bring, innermost last.</summary>
internal sealed class Scope
{
    private readonly List<LocalVariable> variables = [];

    public void Enter(LocalVariable variable) => variables.Add(variable);

    public void Leave(int count) => variables.RemoveRange(variables.Count - count, count);

    public LocalVariable? Find(string name)
    {
        for (var i = variables.Count - 1; i >= 0; i--)
        {
            if (variables[i].Name == name)
                return variables[i];
        }

        return null;
    }
}
