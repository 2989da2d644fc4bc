using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NanchangEdu.Registry.Hosting;

/// <summary>Options bound to a section and checked against the attributes of their members before anything starts.</summary>
public static class CheckedOptions
{
    /// <summary>Binds and checks at once: for what is needed while the host is still being built.</summary>
    /// <exception cref="OptionsValidationException">Names every member at fault, with the section it stands in.</exception>
    public static TOptions BindChecked<TOptions>(this IConfiguration configuration, string section, Action<TOptions>? configure = null)
        where TOptions : class, new()
    {
        var options = new TOptions();
        configure?.Invoke(options);
        configuration.GetSection(section).Bind(options);
        var result = new AttributeValidation<TOptions>(section).Validate(null, options);
        return result.Succeeded ? options : throw new OptionsValidationException(section, typeof(TOptions), result.Failures);
    }

    /// <summary>Binds for injection; what is wrong ends the start.</summary>
    public static IServiceCollection AddChecked<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<TOptions>>(new AttributeValidation<TOptions>(section));
    }

    /// <summary>Every finding is told, with the section it stands in.</summary>
    private sealed class AttributeValidation<TOptions>(string section) : IValidateOptions<TOptions>
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
}
