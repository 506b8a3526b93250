package cellwarden.output.delivery;

/// What a destination is called in the messages of these tests.
final class Destinations {

  static final Destination.Words WORDS =
      new Destination.Words(
          "mqtt",
          "the broker",
          battery -> "base/" + battery + "/history",
          "let this user publish there");

  private Destinations() {}
}
