package cellwarden.fleet.message;

import java.util.List;
import java.util.Optional;

/// The topics of a fleet: those of a site as a site publishes them, after `<base>/<site>`.
///
/// @param site as it stands there
/// @param battery as it stands there; empty where the whole site is meant
record FleetTopic(Kind kind, String site, Optional<String> battery) {

  private static final String BRIDGE = "bridge";

  enum Kind {
    LIVE,
    HISTORY,
    EVENT,
    AVAILABILITY,
    STATE,
    ANSWER
  }

  /// What is shared by the group: one gets it.
  static List<String> shared(String base) {
    return List.of(base + "/+/+", base + "/+/+/history", base + "/+/+/event");
  }

  /// What each member gets: states, whose order counts, and answers to what one of them asked.
  static List<String> ofEach(String base) {
    return List.of(
        base + "/+/+/availability", base + "/+/bridge/state", base + "/+/bridge/response/replay");
  }

  /// What a topic is about; empty where it is none of a fleet.
  static Optional<FleetTopic> parse(String base, String topic) {
    if (!topic.startsWith(base + "/")) {
      return Optional.empty();
    }
    String[] levels = topic.substring(base.length() + 1).split("/", -1);
    if (levels.length < 2) {
      return Optional.empty();
    }
    String rest = String.join("/", List.of(levels).subList(2, levels.length));
    if (levels[1].equals(BRIDGE)) {
      return switch (rest) {
        case "state" -> Optional.of(new FleetTopic(Kind.STATE, levels[0], Optional.empty()));
        case "response/replay" ->
            Optional.of(new FleetTopic(Kind.ANSWER, levels[0], Optional.empty()));
        default -> Optional.empty();
      };
    }
    Optional<Kind> kind =
        switch (rest) {
          case "" -> levels.length == 2 ? Optional.of(Kind.LIVE) : Optional.empty();
          case "history" -> Optional.of(Kind.HISTORY);
          case "event" -> Optional.of(Kind.EVENT);
          case "availability" -> Optional.of(Kind.AVAILABILITY);
          default -> Optional.empty();
        };
    return kind.map(found -> new FleetTopic(found, levels[0], Optional.of(levels[1])));
  }
}
