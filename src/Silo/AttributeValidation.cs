using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Silo;

/// <summary>Checks an options class against the attributes of its members; every finding is told, with the section it stands in.</summary>
internal sealed class AttributeValidation<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var findings = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), findings, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(findings.Select(finding => $"{section}: {finding.ErrorMessage}"));
    }
}
