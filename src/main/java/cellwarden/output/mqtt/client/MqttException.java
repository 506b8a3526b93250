package cellwarden.output.mqtt.client;

import org.jspecify.annotations.Nullable;

/// The broker is away, refused, or the connection broke. The message is the middle of a sentence.
public final class MqttException extends Exception {

  /// What to do where the broker does not let this user in.
  public static final String CHECK_LOGIN =
      "check mqtt.username and mqtt.password or mqtt.password_file";

  private static final long serialVersionUID = 1L;

  /// What kind of trouble, as far as it changes what to do next.
  public enum Kind {
    /// Try again later.
    AWAY,
    /// The encryption did not come about.
    ENCRYPTION,
    /// What listens there is no MQTT broker, or does not speak like one.
    NO_BROKER,
    /// The broker does not know this user or password, or does not let them in.
    LOGIN_REFUSED,
    /// The broker lets nobody in like this. Some say so of a wrong password, some of a last will
    /// that this user may not publish.
    NOT_AUTHORIZED,
    /// Another client took this session over.
    TAKEN_OVER,
    /// The broker took the session but not this message: this user may not publish it.
    MESSAGE_REFUSED,
    /// The broker sent more than was asked for at a time.
    FLOODED,
    /// The message is larger than the broker takes any.
    MESSAGE_TOO_LARGE,
    /// The broker keeps no messages, and refused a last will to be kept.
    NOT_RETAINED,
    /// The broker acknowledges no messages, and refused a last will with QoS 1.
    NOT_ACKNOWLEDGED,
    /// The broker does not speak this version of the protocol.
    VERSION
  }

  private final Kind kind;

  public MqttException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
