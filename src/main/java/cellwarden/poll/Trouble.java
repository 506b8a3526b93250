package cellwarden.poll;

import cellwarden.battery.Fault;
import cellwarden.poll.ForeignTalk.Tongue;
import cellwarden.protocol.Decoded;
import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.ModuleFrame;
import cellwarden.protocol.Request;
import cellwarden.protocol.Response;
import cellwarden.protocol.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Remembers what came instead of the answer, so that the fault can say it.
final class Trouble {

  /// Some firmware takes every write and echoes it until the module is paired with its passkey;
  /// others wait for the app's password; on a serial line RX and TX may touch.
  private static final String ECHO_ADVICE =
      "give its passkey as pin, or its password as password, in the configuration (on a cable: part RX and TX)";

  private static final String UNASKED_ADVICE =
      "see that nobody else asks this battery on the same line, or set connection: on_demand";

  /// A board of 2017 answers so. Requests of a second master have no data.
  private static final String OLD_FORM_ADVICE =
      "it is a board that answers in an older form, which Cellwarden does not read yet: please report it with these bytes";

  private static final String SECOND_MASTER_ADVICE = "see that nobody else asks on the same line";

  private final Request request;
  private final Set<String> otherRegisters = new TreeSet<>();
  private final Set<String> moduleCommands = new TreeSet<>();
  private final Map<Request.Op, Integer> otherRequests = new EnumMap<>(Request.Op.class);
  private final Map<Decoded.Reason, Integer> skips = new EnumMap<>(Decoded.Reason.class);
  private final ForeignTalk foreign = new ForeignTalk();
  private int skippedBytes;
  private int echoes;
  private boolean requestsHaveData;
  private @Nullable String malformed;
  private @Nullable String refused;

  Trouble(Request request) {
    this.request = request;
  }

  /// Bytes as the link delivered them, before they are frames.
  void received(byte[] fragment) {
    foreign.received(fragment);
  }

  void otherRegister(Response other) {
    otherRegisters.add(hex(other.register()));
  }

  /// A frame that looks like a request: our own come back, or not ours at all.
  void echo(Decoded.Echo echo) {
    if (echo.request().equals(request)) {
      echoes++;
    } else {
      otherRequests.merge(echo.request().op(), 1, Integer::sum);
      requestsHaveData |= !echo.request().data().isEmpty();
    }
  }

  /// The Bluetooth module talks for itself; that is no answer of the BMS.
  void module(ModuleFrame frame) {
    moduleCommands.add(hex(frame.command()));
  }

  void skipped(Decoded.Skipped skipped) {
    skippedBytes += skipped.bytes();
    skips.merge(skipped.reason(), 1, Integer::sum);
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
    return fault(kind, describe(answer), null);
  }

  /// The exception for a line on which too much waits before anything was asked.
  ExchangeException talksUnasked(int bytes) {
    return fault(
        Fault.Kind.MALFORMED,
        "more than " + bytes / 1024 + " kB came before it was asked for",
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
      return fault(Fault.Kind.REFUSED, refused + effort, null);
    }
    if (malformed != null) {
      return fault(Fault.Kind.MALFORMED, malformed + effort, null);
    }
    List<String> frames = otherFrames();
    Optional<Tongue> tongue =
        foreign.tongue(request).filter(it -> it == Tongue.TELNET || frames.isEmpty());
    if (tongue.isPresent()) {
      return fault(
          Fault.Kind.MALFORMED,
          "no answer" + effort + ", " + tongue.get().words,
          tongue.get().advice);
    }
    if (echoes > 0 && frames.isEmpty()) {
      ExchangeException echo =
          fault(
              Fault.Kind.DENIED,
              "the device only echoed the request"
                  + effort
                  + ", so it wants pairing or the password of the phone app",
              ECHO_ADVICE);
      return new ExchangeException(echo.fault(), true);
    }
    if (skippedBytes > 0 && frames.isEmpty()) {
      String bytes = skippedBytes == 1 ? "1 byte" : skippedBytes + " bytes";
      return fault(
          Fault.Kind.MALFORMED, "no valid frame in " + bytes + " received" + effort + odd(), null);
    }
    String others = frames.isEmpty() ? "" : ", only " + String.join(" and ", frames);
    return otherRequests.isEmpty()
        ? fault(Fault.Kind.NO_RESPONSE, "no answer" + effort + others, null)
        : fault(
            Fault.Kind.MALFORMED,
            "no answer" + effort + others,
            requestsHaveData ? OLD_FORM_ADVICE : SECOND_MASTER_ADVICE);
  }

  /// The valid frames that were no answer, by kind.
  private List<String> otherFrames() {
    List<String> frames = new ArrayList<>();
    if (!otherRegisters.isEmpty()) {
      frames.add("answers to " + String.join(", ", otherRegisters));
    }
    otherRequests.forEach((op, count) ->
        frames.add(
            (count == 1 ? "1 frame" : count + " frames")
                + " whose second byte is "
                + hex(op.code())));
    if (!moduleCommands.isEmpty()) {
      frames.add(
          "frames of the Bluetooth module (FF AA " + String.join(", ", moduleCommands) + ")");
    }
    return frames;
  }

  /// What was odd about the bytes that were no frame.
  private String odd() {
    List<String> odd = new ArrayList<>();
    skips.forEach((reason, count) -> {
      switch (reason) {
        case BAD_CHECKSUM -> odd.add(count + " with a wrong checksum");
        case BAD_END -> odd.add(count + " without 77 where it should end");
        case TRUNCATED -> odd.add(count + " that broke off");
        case BAD_START -> {}
      }
    });
    return odd.isEmpty() ? " (none begins with DD)" : " (" + String.join(", ", odd) + ")";
  }

  private ExchangeException fault(Fault.Kind kind, String problem, @Nullable String advice) {
    return new ExchangeException(
        new Fault(
            kind,
            "register " + hex(request.register()) + ": " + problem,
            Optional.ofNullable(advice)));
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
