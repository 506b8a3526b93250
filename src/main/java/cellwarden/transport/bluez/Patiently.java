package cellwarden.transport.bluez;

/// Lets short waits that clean up end before an interrupt is heard.
final class Patiently {

  private Patiently() {}

  /// Something that cleans up, with a limit of its own.
  @FunctionalInterface
  interface CleanUp {
    void run() throws InterruptedException;
  }

  /// Runs it without regard to an interrupt from before; one that comes meanwhile ends it. The
  /// thread is interrupted afterwards if it was at any time.
  static void run(CleanUp cleanUp) {
    boolean interrupted = Thread.interrupted();
    try {
      cleanUp.run();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
