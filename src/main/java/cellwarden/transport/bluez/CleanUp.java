package cellwarden.transport.bluez;

/// A short wait that cleans up, with a limit of its own, and ends before an interrupt is heard.
@FunctionalInterface
interface CleanUp {

  void cleanUp() throws InterruptedException;

  /// Runs it without regard to an interrupt from before; one that comes meanwhile ends it. The
  /// thread is interrupted afterwards if it was at any time.
  static void run(CleanUp cleanUp) {
    boolean interrupted = Thread.interrupted();
    try {
      cleanUp.cleanUp();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
