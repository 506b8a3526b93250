package cellwarden.transport.ble;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a device that was heard is a JBD battery, as far as that can be told without connecting.
///
/// Sure is only a service for JBD frames together with a second sign: a name, an address prefix, or
/// manufacturer data that repeats the address. A name alone proves nothing, since anybody may
/// change it.
///
/// @param reasons what speaks for it, each in a few words; or the one thing that speaks against it
public record Recognition(Verdict verdict, List<String> reasons) {

  /// The service of most boards, which few other devices have.
  private static final String SERVICE = "ff00";

  /// The service of DH04 boards, which devices of all kinds have.
  private static final String COMMON_SERVICE = "fff0";

  /// How sure it is.
  public enum Verdict {
    YES,
    MAYBE,
    NO;

    /// The name in tables and in JSON, such as `maybe`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Recognition {
    reasons = List.copyOf(reasons);
  }

  public static Recognition of(Advertisement heard) {
    Optional<KnownModules.Name> stranger = KnownModules.stranger(heard);
    if (stranger.isPresent()) {
      return new Recognition(
          Verdict.NO,
          List.of(
              "name like "
                  + stranger.get().like()
                  + ": a Daren board, which speaks a protocol of its own"));
    }
    Optional<String> service =
        heard.services().stream()
            .filter(uuid -> uuid.equals(SERVICE) || uuid.equals(COMMON_SERVICE))
            .min(String::compareTo);
    Optional<KnownModules.Name> name = KnownModules.name(heard);
    Optional<String> prefix = KnownModules.prefix(heard);
    boolean repeats = heard.repeatsItsAddress();

    List<String> reasons = new ArrayList<>();
    service.ifPresent(uuid -> reasons.add("service " + uuid));
    name.ifPresent(known -> reasons.add("name like " + known.like()));
    prefix.ifPresent(known -> reasons.add("address " + known));
    if (repeats) {
      reasons.add("manufacturer data");
    }
    boolean addressFits = prefix.isPresent() || repeats;
    Verdict verdict =
        service.isPresent()
            ? withService(service.get().equals(SERVICE), name, addressFits)
            : withoutService(heard, name, addressFits);
    return new Recognition(verdict, reasons);
  }

  private static Verdict withService(
      boolean own, Optional<KnownModules.Name> name, boolean addressFits) {
    boolean nameFits = name.isPresent() && (own || !name.get().vague());
    return nameFits || addressFits ? Verdict.YES : Verdict.MAYBE;
  }

  /// An advertisement may leave its services out, or name one of a maker's own, whose UUID is long,
  /// such as that for updates of the firmware: that says nothing. An address alone is in many a
  /// device, since it names the maker of a chip, but those devices have names of their own.
  private static Verdict withoutService(
      Advertisement heard, Optional<KnownModules.Name> name, boolean addressFits) {
    boolean nameFits = name.isPresent() && !name.get().vague();
    boolean noService =
        heard.services().stream().allMatch(uuid -> uuid.length() > SERVICE.length());
    boolean nothingAgainst = noService && (heard.name().isEmpty() || name.isPresent());
    return nameFits || (addressFits && nothingAgainst) ? Verdict.MAYBE : Verdict.NO;
  }
}
