package cellwarden.output.web;

import cellwarden.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer that is whole before any of it is sent, so that nobody's slowness holds anything up.
///
/// @param headers beside those that each answer has
/// @param body not to be changed
/// @param sent to be called once it is sent, or cannot be
@SuppressWarnings("ArrayRecordComponent")
record WebReply(int status, String type, Map<String, String> headers, byte[] body, Runnable sent) {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  WebReply(int status, String type, Map<String, String> headers, byte[] body) {
    this(status, type, headers, body, () -> {});
  }

  /// What is true only now.
  static WebReply json(byte[] body) {
    return new WebReply(200, JSON, Map.of("Cache-Control", "no-store"), body);
  }

  static WebReply of(WebTrouble trouble) {
    byte[] body = JsonText.of(Map.of("error", String.valueOf(trouble.getMessage())));
    return new WebReply(trouble.status(), JSON, Map.of("Cache-Control", "no-store"), body);
  }

  /// The same with one more header.
  WebReply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WebReply(status, type, more, body, sent);
  }

  /// The same, which calls this once it is sent.
  WebReply then(Runnable done) {
    return new WebReply(status, type, headers, body, done);
  }
}
