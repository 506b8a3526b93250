package cellwarden.cli.frame;

import cellwarden.json.JsonText;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.register.Registers;
import cellwarden.protocol.register.TenfoldUnits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Frames as JSON: `{"frames":[…],"skipped":[…]}`, one object for each stream of bytes. Hex is
/// lower case without blanks.
final class FrameJson {

  private FrameJson() {}

  /// UTF-8 of one line, without the line break.
  static byte[] encode(DecodedLine line) {
    List<Map<String, ?>> frames = new ArrayList<>();
    List<Map<String, ?>> skips = new ArrayList<>();
    for (Decoded decoded : line.found()) {
      switch (decoded) {
        case Decoded.Answer(Response response) -> frames.add(answer(response, line.units()));
        case Decoded.Echo(Request request) -> frames.add(Map.of("request", echo(request)));
        case Decoded.Module(ModuleFrame frame) -> frames.add(Map.of("auth", module(frame)));
        case Decoded.Skipped skipped -> skips.add(skip(skipped));
      }
    }
    return JsonText.object(json -> {
      json.writeName("frames");
      JsonText.writeValue(json, frames);
      json.writeName("skipped");
      JsonText.writeValue(json, skips);
      line.error().ifPresent(error -> json.writeStringProperty("error", error));
    });
  }

  private static Map<String, Object> answer(Response response, TenfoldUnits units) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("register", response.register());
    answer.put("status", response.status());
    answer.put("payload", response.payload().hex());
    try {
      Registers.decode(response, units)
          .ifPresent(value -> answer.put("values", values(RegisterField.of(value))));
    } catch (MalformedPayloadException malformed) {
      answer.put("error", String.valueOf(malformed.getMessage()));
    }
    return answer;
  }

  private static Map<String, @Nullable Object> values(List<RegisterField> fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    fields.forEach(field -> values.put(field.name(), field.value()));
    return values;
  }

  private static Map<String, Object> echo(Request request) {
    Map<String, Object> echo = new LinkedHashMap<>();
    echo.put("op", label(request.op()));
    echo.put("register", request.register());
    echo.put("data", request.data().hex());
    return echo;
  }

  private static Map<String, Object> module(ModuleFrame frame) {
    Map<String, Object> module = new LinkedHashMap<>();
    module.put("command", frame.command());
    module.put("data", frame.data().hex());
    return module;
  }

  private static Map<String, Object> skip(Decoded.Skipped skipped) {
    Map<String, Object> skip = new LinkedHashMap<>();
    skip.put("bytes", skipped.bytes());
    skip.put("reason", label(skipped.reason()));
    return skip;
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
