package cellwarden.testing;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// An empty database for each test, in one PostgreSQL for all of a class. To be registered in a
/// static field.
public final class OwnDatabase implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private Optional<Postgres> postgres = Optional.empty();
  private String url = "";

  /// Its JDBC URL.
  public String url() {
    return url;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    postgres = Optional.of(Postgres.start());
  }

  @Override
  public void beforeEach(ExtensionContext test) throws SQLException {
    String method = test.getRequiredTestMethod().getName();
    url = postgres.orElseThrow().database(method.toLowerCase(Locale.ROOT));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (postgres.isPresent()) {
      postgres.get().close();
    }
  }
}
