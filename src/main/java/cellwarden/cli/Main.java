package cellwarden.cli;

/// The entry point of the program.
public final class Main {

  private Main() {}

  /// Prints the version for `--version`.
  ///
  /// @param args the command line
  public static void main(String[] args) {
    System.out.println("cellwarden " + version());
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
