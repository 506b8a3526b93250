package cellwarden.app;

/// Which version of the program this is.
public final class Version {

  private Version() {}

  /// Such as `0.1.0`; `development` outside of a jar.
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
