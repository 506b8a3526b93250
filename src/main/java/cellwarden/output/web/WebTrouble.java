package cellwarden.output.web;

/// A request that gets no answer. The message is one sentence for whoever asked.
final class WebTrouble extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of HTTP, 400 to 599
  WebTrouble(int status, String message) {
    super(message);
    this.status = status;
  }

  /// What was asked for cannot be understood.
  static WebTrouble wrong(String message) {
    return new WebTrouble(400, message);
  }

  int status() {
    return status;
  }
}
