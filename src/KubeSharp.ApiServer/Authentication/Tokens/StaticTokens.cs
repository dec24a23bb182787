using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.ApiServer.Authentication.Tokens;

/// <summary>
/// The file of <c>--token-auth-file</c>: a line is <c>token,user,uid,"group1,group2"</c>
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file).
/// </summary>
internal sealed class StaticTokens : ITokenAuthenticator
{
    // By hash: a lookup by the token itself would tell by its time how much of a guess is right.
    private readonly Dictionary<string, UserInfo> _users = new(StringComparer.Ordinal);

    /// <summary>Reads the lines.</summary>
    /// <exception cref="FormatException">A line has fewer than three fields, or a token is empty.</exception>
    public StaticTokens(string name, IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var fields = CsvLine.Split(line);
            if (fields.Count < 3 || fields[0].Length == 0 || fields[1].Length == 0)
                throw new FormatException($"{name}, line {number}: a line is token,user,uid and may go on with quoted groups.");
            _users[Hash(fields[0])] = new UserInfo
            {
                Name = fields[1],
                Uid = fields[2],
                Groups = fields.Count > 3 ? [.. fields[3].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [],
            };
        }
    }

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken) =>
        new(_users.TryGetValue(Hash(token), out var user) ? AuthenticationResult.Success(user) : AuthenticationResult.NotAttempted);

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
