package cellwarden.cli;

import cellwarden.json.JsonText;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.register.RegisterValue;
import cellwarden.protocol.register.Registers;
import cellwarden.protocol.register.TenfoldUnits;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Frames as JSON: `{"frames":[…],"skipped":[…]}`, one object for each stream of bytes. Hex is
/// lower case without blanks.
final class FrameJson {

  private FrameJson() {}

  /// UTF-8 of one line, without the line break.
  static byte[] encode(DecodedLine line) {
    return JsonText.object(json -> {
      json.writeArrayPropertyStart("frames");
      line.found().forEach(decoded -> writeFrame(json, decoded, line.units()));
      json.writeEndArray();
      json.writeArrayPropertyStart("skipped");
      line.found().forEach(decoded -> writeSkipped(json, decoded));
      json.writeEndArray();
      line.error().ifPresent(error -> json.writeStringProperty("error", error));
    });
  }

  private static void writeFrame(JsonGenerator json, Decoded decoded, TenfoldUnits units) {
    switch (decoded) {
      case Decoded.Answer(Response response) -> writeAnswer(json, response, units);
      case Decoded.Echo(Request request) -> writeEcho(json, request);
      case Decoded.Module(ModuleFrame frame) -> writeModule(json, frame);
      case Decoded.Skipped _ -> {}
    }
  }

  private static void writeSkipped(JsonGenerator json, Decoded decoded) {
    if (decoded instanceof Decoded.Skipped(int bytes, Decoded.Reason reason)) {
      json.writeStartObject();
      json.writeNumberProperty("bytes", bytes);
      json.writeStringProperty("reason", label(reason));
      json.writeEndObject();
    }
  }

  private static void writeAnswer(JsonGenerator json, Response response, TenfoldUnits units) {
    json.writeStartObject();
    json.writeNumberProperty("register", response.register());
    json.writeNumberProperty("status", response.status());
    json.writeStringProperty("payload", response.payload().hex());
    try {
      Optional<RegisterValue> value = Registers.decode(response, units);
      value.ifPresent(decoded -> writeValues(json, decoded));
    } catch (MalformedPayloadException malformed) {
      json.writeStringProperty("error", malformed.getMessage());
    }
    json.writeEndObject();
  }

  private static void writeValues(JsonGenerator json, RegisterValue value) {
    json.writeObjectPropertyStart("values");
    for (Field field : RegisterFields.of(value)) {
      json.writeName(field.name());
      JsonText.writeValue(json, field.value());
    }
    json.writeEndObject();
  }

  private static void writeEcho(JsonGenerator json, Request request) {
    json.writeStartObject();
    json.writeObjectPropertyStart("request");
    json.writeStringProperty("op", label(request.op()));
    json.writeNumberProperty("register", request.register());
    json.writeStringProperty("data", request.data().hex());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeModule(JsonGenerator json, ModuleFrame frame) {
    json.writeStartObject();
    json.writeObjectPropertyStart("auth");
    json.writeNumberProperty("command", frame.command());
    json.writeStringProperty("data", frame.data().hex());
    json.writeEndObject();
    json.writeEndObject();
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
