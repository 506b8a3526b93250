package cellwarden.cli.frame;

import cellwarden.json.JsonText;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Payload;
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
        case Decoded.Echo(Request(Request.Op op, int register, Payload data)) -> {
          Map<String, Object> echo = object("op", label(op), "register", register);
          echo.put("data", data.hex());
          frames.add(Map.of("request", echo));
        }
        case Decoded.Module(ModuleFrame(int command, Payload data)) ->
            frames.add(Map.of("auth", object("command", command, "data", data.hex())));
        case Decoded.Skipped(int bytes, Decoded.Reason reason) ->
            skips.add(object("bytes", bytes, "reason", label(reason)));
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

  private static Map<String, Object> object(
      String first, Object firstValue, String second, Object secondValue) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(first, firstValue);
    object.put(second, secondValue);
    return object;
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
