package cellwarden.fleet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cellwarden.json.JsonObject;
import cellwarden.settings.IngestConfig.DatabaseConfig;
import cellwarden.testing.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The statements that the documentation and the dashboard offer, asked of real tables in which
/// there is something to find.
final class FleetQuestionsIT {

  private static final Pattern QUESTION = Pattern.compile("(?s)```sql\n(.*?);\n```");
  private static final Pattern PANEL = Pattern.compile("\"rawSql\": \"((?:[^\"\\\\]|\\\\.)*)\"");

  /// Two batteries over ten days: one that is well, and one that is cold, nearly empty, drifts, and
  /// has been silent for two hours.
  private static final List<String> FLEET =
      List.of(
          "select make_sample_partition(day::date) from generate_series(now() - interval '10 days', now(), '1 day') day",
          """
          insert into sample (time, site, battery, seq, journal, voltage, current, soc, cycles, nominal_capacity,
            full_charge_capacity, temperatures, cell_min, cell_max, cell_delta, energy_charged, energy_discharged, extra)
          select now() - (240 - n) * interval '1 hour' + interval '1 minute' - late, site, battery, n, 'a', 13.2, 5, soc, 40, 100, full_at,
            array[temperature], 3.3, 3.3 + spread, spread, n * 10, n * 9, '{"link":{"attempts":1,"rssi":-61}}'
          from generate_series(1, 240) n
          cross join (values ('cabin-17', 'house', 80, 97, 21, interval '0'), ('van-2', 'pack', 12, 71, -3, interval '2 hours'))
            as it (site, battery, soc, full_at, temperature, late)
          cross join lateral (select case site when 'van-2' then 0.01 + n * 0.0001 else 0.004 end as spread) spreads
          """,
          "insert into battery (site, battery, last_time) select site, battery, max(time) from sample group by 1, 2",
          "insert into site (site, online) values ('cabin-17', true), ('van-2', false)",
          """
          insert into event (time, site, battery, event, seq, data, digest)
          values (now(), 'van-2', 'pack', 'protection_started', 1, '{"names":["cell_undervoltage"]}', gen_random_uuid()),
            (now(), 'van-2', 'pack', 'link_lost', 2, '{"failures":3}', gen_random_uuid())
          """,
          "insert into journal (site, journal, received) values ('van-2', 'a', '{[1,100),[103,241)}')");

  @Test
  void theQuestionsOfTheDocumentationFindWhatThereIs() throws Exception {
    List<String> questions =
        QUESTION
            .matcher(Files.readString(Path.of("docs/how-to/fleet-questions.md")))
            .results()
            .map(question -> question.group(1))
            .toList();
    assertThat(questions).hasSize(10);
    try (Postgres postgres = Postgres.start()) {
      String url = fleet(postgres);
      for (String question : questions) {
        assertThat(Postgres.ask(url, question)).as(question).isNotEmpty();
      }
      assertThat(first(url, questions, "avg(cell_delta) as spread")).startsWith("van-2|pack|");
      assertThat(first(url, questions, "mv_a_month")).startsWith("van-2|pack|");
      assertThat(first(url, questions, "as silent")).startsWith("van-2|f|");
      assertThat(first(url, questions, "s.soc < 20")).startsWith("van-2|pack|").contains("|12|");
      assertThat(first(url, questions, "jsonb_array_elements_text"))
          .startsWith("cell_undervoltage|1|1|");
      assertThat(first(url, questions, "least_of(temperatures) < 0")).startsWith("van-2|pack|");
      assertThat(first(url, questions, "as percent")).startsWith("van-2|pack|40|100|71|71");
      assertThat(first(url, questions, "not_here")).startsWith("van-2|a|240|3|");
    }
  }

  @Test
  void thePanelsOfTheDashboardAreAnswered() throws Exception {
    String dashboard = Files.readString(Path.of("examples/grafana-fleet.json"));
    assertThat(JsonObject.parse(dashboard.getBytes(StandardCharsets.UTF_8)).text("title"))
        .contains("Cellwarden fleet");
    List<String> panels =
        PANEL.matcher(dashboard).results().map(panel -> asGrafana(panel.group(1))).toList();
    assertThat(panels).hasSizeGreaterThan(10);
    try (Postgres postgres = Postgres.start()) {
      String url = fleet(postgres);
      for (String panel : panels) {
        assertThat(Postgres.ask(url, panel)).as(panel).isNotEmpty();
      }
    }
  }

  private static String fleet(Postgres postgres) throws Exception {
    String url = postgres.database("fleet");
    new Database(new DatabaseConfig(url, Optional.of(Postgres.user()), Optional.empty())).prepare();
    for (String statement : FLEET) {
      Postgres.run(url, statement);
    }
    return url;
  }

  private static String first(String url, List<String> questions, String part) throws Exception {
    String question =
        questions.stream()
            .filter(it -> it.contains(part))
            .findFirst()
            .orElseThrow(IOException::new);
    return Postgres.ask(url, question).getFirst();
  }

  /// With what Grafana puts in place of its words.
  private static String asGrafana(String sql) {
    return sql.replace("\\\"", "\"")
        .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 > now() - interval '1 day'")
        .replace("$site", "cabin-17");
  }
}
