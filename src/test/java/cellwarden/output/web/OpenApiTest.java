package cellwarden.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.json.JsonObject;
import cellwarden.testing.Samples;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The description of the interface says what the program does.
final class OpenApiTest {

  private static final String SPAN = "?battery=house&from=1970-01-01T00:00:00Z";
  private static final Set<String> WITH_TIME =
      Set.of("/api/v1/samples", "/api/v1/history", "/api/v1/events");

  @TempDir private Path folder;

  private static JsonObject description() throws Exception {
    return JsonObject.parse(
        Files.readAllBytes(Path.of("src/main/resources/cellwarden/output/web/openapi.json")));
  }

  private static JsonObject at(JsonObject object, String... names) {
    JsonObject found = object;
    for (String name : names) {
      found = found.object(name).orElseThrow(() -> new AssertionError("no " + name));
    }
    return found;
  }

  /// A schema, or the one that it refers to.
  private static JsonObject schema(JsonObject description, JsonObject schema) {
    Optional<String> reference = schema.text("$ref");
    return reference.isEmpty()
        ? schema
        : at(
            description,
            "components",
            "schemas",
            reference.get().substring("#/components/schemas/".length()));
  }

  @Test
  void everyPathThatIsDescribedAnswersAsDescribed() throws Exception {
    JsonObject description = description();
    try (Site site = new Site(folder, Optional.empty())) {
      site.add(Samples.aFailure("house", 3));
      JsonObject paths = at(description, "paths");
      for (String path : paths.names()) {
        if (paths.object(path).orElseThrow().has("get") && !path.endsWith("stream")) {
          HttpResponse<String> answer = site.get(path + (WITH_TIME.contains(path) ? SPAN : ""));
          assertThat(answer.statusCode()).as(path).isEqualTo(200);
          JsonObject body = JsonObject.parse(answer.body().getBytes(StandardCharsets.UTF_8));
          JsonObject schema =
              at(paths, path, "get", "responses", "200", "content", "application/json", "schema");
          holds(description, path, schema(description, schema), body);
        } else if (paths.object(path).orElseThrow().has("post")) {
          String real = path.replace("{battery}", "house");
          assertThat(site.change(real, "{\"minutes\":5}").statusCode()).as(path).isNotIn(404, 500);
        }
      }
    }
  }

  /// Nothing is there that is not described, and nothing required is missing, all the way down.
  private static void holds(
      JsonObject description, String where, JsonObject schema, JsonObject body) {
    if (!schema.has("properties")) {
      return;
    }
    JsonObject properties = at(schema, "properties");
    for (String name : body.names()) {
      if (!properties.has(name)) {
        assertThat(schema.has("additionalProperties")).as(where + " has " + name).isTrue();
        continue;
      }
      JsonObject inner = schema(description, at(properties, name));
      if (body.object(name).isPresent()) {
        holds(description, where + "." + name, inner, body.object(name).get());
      } else if (body.list(name).isPresent()
          && !body.list(name).get().isEmpty()
          && body.list(name).get().getFirst() instanceof JsonObject first) {
        holds(description, where + "." + name, schema(description, at(inner, "items")), first);
      }
    }
    assertThat(body.names())
        .as(where)
        .containsAll(
            schema.has("required")
                ? schema.texts("required")
                : schema.has("additionalProperties") ? List.of() : properties.names());
  }

  @Test
  void parametersAreThoseThatAreTaken() throws Exception {
    JsonObject paths = at(description(), "paths");
    try (Site site = new Site(folder, Optional.empty())) {
      for (String path : paths.names()) {
        if (!paths.object(path).orElseThrow().has("get") || path.endsWith("stream")) {
          continue;
        }
        Set<String> described = new TreeSet<>();
        for (Object parameter : at(paths, path, "get").list("parameters").orElseThrow()) {
          if (parameter instanceof JsonObject one) {
            described.add(one.text("name").orElseThrow());
          }
        }
        String refusal = site.get(path + "?nonsense=1").body();
        assertThat(refusal)
            .as(path)
            .contains(
                described.isEmpty()
                    ? "no parameters are known"
                    : "there are " + String.join(", ", described));
      }
    }
  }

  /// Every path that the program knows is in the description.
  @Test
  void everyPathOfTheProgramIsDescribed() throws Exception {
    String source = Files.readString(Path.of("src/main/java/cellwarden/output/web/WebOutput.java"));
    List<String> known = new ArrayList<>();
    Pattern.compile("API \\+ \"([a-z]+)\"")
        .matcher(source)
        .results()
        .forEach(path -> known.add("/api/v1/" + path.group(1)));
    assertThat(known).hasSizeGreaterThan(6);
    assertThat(at(description(), "paths").names()).containsAll(known);
  }
}
