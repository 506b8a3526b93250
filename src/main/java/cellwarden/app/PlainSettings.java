package cellwarden.app;

import cellwarden.settings.BoardPassword;
import cellwarden.settings.Configuration;
import cellwarden.settings.JournalConfig.Fsync;
import cellwarden.settings.Secret;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A configuration as texts, numbers, truth values, lists and maps of them, for those who may see
/// all of it but its secrets.
///
/// It follows the records, so that a setting cannot be forgotten here, nor a [Secret] get through.
final class PlainSettings {

  private PlainSettings() {}

  static Map<String, Object> of(Configuration configuration) {
    return fields(configuration);
  }

  private static Map<String, Object> fields(Record settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = plain(get(component, settings));
      if (value != null) {
        fields.put(snakeCase(component.getName()), value);
      }
    }
    return fields;
  }

  /// @return null for what is not set
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Optional<?> optional -> plain(optional.orElse(null));
      case List<?> list -> list.stream().map(PlainSettings::plain).toList();
      case Secret secret -> secret.toString();
      case BoardPassword board -> board.secret().toString();
      case Boolean flag -> flag;
      case Number number -> number;
      case Duration duration -> seconds(duration);
      case Fsync.Always _ -> "always";
      case Fsync.Never _ -> "never";
      case Fsync.Every(Duration interval) -> seconds(interval);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      // Those that are more than their fields say themselves what they are.
      case Record settings when isPlain(settings) -> fields(settings);
      default -> value.toString();
    };
  }

  /// As the configuration takes it.
  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
  }

  private static boolean isPlain(Record settings) {
    return settings.getClass().getPackage().equals(Configuration.class.getPackage())
        && !settings.getClass().isMemberClass();
  }

  private static @Nullable Object get(RecordComponent component, Record settings) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
