package cellwarden.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts environment variables in the place of `${NAME}`.
record Environment(Map<String, String> variables) {
  static final String PATTERN = "\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)?}?");

  /// The text with its variables replaced; what a variable holds is taken as it is.
  String expand(String text) throws ValueException {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (reference.find()) {
      String name = reference.group(1);
      if (name == null || !reference.group().endsWith("}")) {
        throw new ValueException("${ begins an environment variable; write it like ${NAME}");
      }
      String value = variables.get(name);
      if (value == null) {
        throw new ValueException("the environment variable " + name + " is not set");
      }
      reference.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return reference.appendTail(expanded).toString();
  }
}
