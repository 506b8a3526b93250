package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Remembers what came instead of the answer, so that the fault can say it.
final class Trouble {

  /// Some firmware takes every write and echoes it until the module is paired with its passkey;
  /// others wait for the app's password; on a serial line RX and TX may touch.
  private static final String ECHO_ADVICE =
      "pair it once in bluetoothctl with its passkey and set stack: bluez, or take the password off it in the phone app"
          + " (on a cable: part RX and TX)";

  private static final String UNASKED_ADVICE =
      "see that nobody else asks this battery on the same line, or set connection: on_demand";

  private final Request request;
  private final Set<String> otherRegisters = new TreeSet<>();
  private int skippedBytes;
  private int echoes;
  private @Nullable String malformed;
  private @Nullable String refused;

  Trouble(Request request) {
    this.request = request;
  }

  void otherRegister(Response other) {
    otherRegisters.add(hex(other.register()));
  }

  void echo(Decoded.Echo echo) {
    if (echo.request().equals(request)) {
      echoes++;
    }
  }

  void skipped(Decoded.Skipped skipped) {
    skippedBytes += skipped.bytes();
  }

  void malformed(MalformedPayloadException e) {
    malformed = e.getMessage();
  }

  void refused(Response answer) {
    refused = describe(answer);
  }

  ExchangeException refusal(Response answer) {
    Fault.Kind kind =
        answer.status() == Status.PASSWORD_FAILED ? Fault.Kind.DENIED : Fault.Kind.REFUSED;
    return new ExchangeException(kind, prefix() + describe(answer));
  }

  /// The exception for a line on which too much waits before anything was asked.
  ExchangeException talksUnasked(int bytes) {
    return new ExchangeException(
        Fault.Kind.MALFORMED,
        prefix() + "more than " + bytes / 1024 + " kB came before it was asked for",
        UNASKED_ADVICE);
  }

  /// The exception for an exchange that ended without an answer that counts.
  ExchangeException exception(int tries, Duration waited) {
    String effort =
        String.format(
            Locale.ROOT,
            " after %d %s in %.1f s",
            tries,
            tries == 1 ? "try" : "tries",
            waited.toMillis() / 1000.0);
    if (refused != null) {
      return new ExchangeException(Fault.Kind.REFUSED, prefix() + refused + effort);
    }
    if (malformed != null) {
      return new ExchangeException(Fault.Kind.MALFORMED, prefix() + malformed + effort);
    }
    if (echoes > 0 && otherRegisters.isEmpty()) {
      return new ExchangeException(
          Fault.Kind.DENIED,
          prefix()
              + "the device only echoed the request"
              + effort
              + ", so it wants pairing or the password of the phone app",
          ECHO_ADVICE);
    }
    if (skippedBytes > 0 && otherRegisters.isEmpty()) {
      return new ExchangeException(
          Fault.Kind.MALFORMED,
          prefix() + "no valid frame in " + skippedBytes + " bytes received" + effort);
    }
    String others =
        otherRegisters.isEmpty() ? "" : ", only answers to " + String.join(", ", otherRegisters);
    return new ExchangeException(Fault.Kind.NO_RESPONSE, prefix() + "no answer" + effort + others);
  }

  private String prefix() {
    return "register " + hex(request.register()) + ": ";
  }

  private static String describe(Response answer) {
    return "refused with status "
        + hex(answer.status())
        + " ("
        + Status.describe(answer.status())
        + ")";
  }

  private static String hex(int number) {
    return String.format(Locale.ROOT, "%02X", number);
  }
}
