package cellwarden.protocol;

/// Status bytes of an answer (vendor V11).
public final class Status {

  public static final int OK = 0x00;
  public static final int UNKNOWN_REGISTER = 0x80;
  public static final int NOT_ALLOWED = 0x81;
  public static final int CHECKSUM_ERROR = 0x82;
  public static final int PASSWORD_FAILED = 0x83;

  private Status() {}

  /// What a status means, in a few words for a message.
  public static String describe(int status) {
    return switch (status) {
      case OK -> "ok";
      case UNKNOWN_REGISTER -> "the device does not know this register";
      case NOT_ALLOWED -> "not allowed now: factory mode or a password is missing";
      case CHECKSUM_ERROR -> "the device saw a wrong checksum";
      case PASSWORD_FAILED -> "the password was not accepted";
      default -> "a refusal without a known meaning";
    };
  }
}
