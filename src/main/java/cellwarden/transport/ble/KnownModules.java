package cellwarden.transport.ble;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How JBD's Bluetooth modules are known to show themselves, with the brand where it is known. The
/// names come from the batteries' makers and anybody may change them in the app.
final class KnownModules {

  /// @param like the name as a person would describe it
  /// @param vague whether other devices are called like this, too
  record Name(String like, Pattern pattern, boolean vague) {}

  static final List<Name> NAMES =
      List.of(
          name("JBD-*"), // the maker's own
          name("xiaoxiang BMS"), // the app's name for it
          name("SP??S*"), // JBD boards such as SP04S020
          name("DP04S*"), // ECO-WORTHY
          name("AP21S*"), // JBD boards
          name("SX1*"), // Supervolt v3
          name("SX60*"), // Supervolt Ultra
          name("SBL-*"), // SBL
          name("OGR-*"), // OGRPHY
          name("TZ-H*"), // CERRNSS
          name("LSG-*"),
          name("N-?????BL*"),
          name("12???BL*"), // SBL Connect
          name("24???BL*"), // SBL Connect
          name("GJ-*"), // Accurat
          name("@KsM:*"), // RVPOWER
          name("SJ-???-*"), // Supervolt Jumbo
          name("TITAN-*"),
          name("DXDB*"),
          name("DWCK*"), // Vatrer
          name("DDCK*"), // zjdy
          name("AL12-*"),
          name("LT40AH"), // Liontron
          name("gokwh battery"), // GOKWH
          new Name("12100AE…", Pattern.compile("\\d{5}[A-Z]E\\d*"), false), // Ultimatron, Eleksol
          vague("BT  LP*"), // LANPWR
          vague("LP*"), // LANPWR
          new Name("a serial number", Pattern.compile("\\d{6,}"), true)); // Liontron, Ultimatron

  /// Boards of other makers that look like these: the same service, often the same chip.
  private static final List<Name> STRANGERS = List.of(name("DWF*")); // Daren

  static final List<String> ADDRESS_PREFIXES =
      List.of(
          "10:A5:62", // CHINS
          "A4:C1:37", // Ultimatron among others
          "A4:C1:38", // Telink, which made the chip; thermometers have it, too
          "A2:C2:37", // ECO-WORTHY, 48 V
          "A5:C2:37",
          "A5:C2:39",
          "A5:C2:3A",
          "AA:C2:37",
          "70:3E:97");

  private KnownModules() {}

  static Optional<Name> name(Advertisement advertisement) {
    return nameIn(NAMES, advertisement);
  }

  /// A name that speaks against it, whatever else speaks for it.
  static Optional<Name> stranger(Advertisement advertisement) {
    return nameIn(STRANGERS, advertisement);
  }

  private static Optional<Name> nameIn(List<Name> names, Advertisement advertisement) {
    return advertisement
        .name()
        .flatMap(text ->
            names.stream()
                .filter(name -> name.pattern().matcher(text.strip()).matches())
                .findFirst());
  }

  static Optional<String> prefix(Advertisement advertisement) {
    return ADDRESS_PREFIXES.stream().filter(advertisement.mac()::startsWith).findFirst();
  }

  private static Name name(String glob) {
    return new Name(glob, pattern(glob), false);
  }

  private static Name vague(String glob) {
    return new Name(glob, pattern(glob), true);
  }

  /// `*` stands for anything, `?` for one character.
  private static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
  }
}
