package cellwarden.fleet.store;

import cellwarden.fleet.message.FleetMessage;
import cellwarden.fleet.message.FleetMessage.Answer;
import cellwarden.fleet.message.FleetMessage.Happened;
import cellwarden.fleet.message.FleetMessage.Nothing;
import cellwarden.fleet.message.FleetMessage.Place;
import cellwarden.fleet.message.FleetMessage.Reachable;
import cellwarden.fleet.message.FleetMessage.Reject;
import cellwarden.fleet.message.FleetMessage.Taken;
import cellwarden.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes batches: each in one transaction, and each row once, however often it comes. For one
/// thread, but for [#abort()].
public final class FleetStore implements AutoCloseable {

  /// What is kept of the payload of a reject.
  private static final int LONGEST_PAYLOAD = 16_384;

  private static final String DEADLOCK = "40P01";

  private static final int LONGEST_TOPIC = 1024;

  /// Columns are found by their names; what a row does not have is null.
  private static final String SAMPLES =
      """
      insert into sample select * from json_populate_recordset(null::sample, ?::json)
      on conflict do nothing\
      """;

  private static final String EVENTS =
      """
      insert into event select * from json_populate_recordset(null::event, ?::json)
      on conflict do nothing\
      """;

  /// In the order of the sites, so that two who write the same ones do not wait for each other.
  private static final String JOURNALS =
      """
      insert into journal as j (site, journal, received, history_at)
      select site, journal, range_agg(int8range(seq, seq + 1)), max(case when history then now() end)
      from unnest(?::text[], ?::text[], ?::bigint[], ?::boolean[]) heard (site, journal, seq, history)
      group by site, journal order by site, journal
      on conflict (site, journal) do update set
        received = j.received + excluded.received,
        history_at = coalesce(excluded.history_at, j.history_at),
        last_heard = now()\
      """;

  private static final String SITES =
      """
      insert into site (site) select distinct site from unnest(?::text[]) heard (site) order by site
      on conflict do nothing\
      """;

  private static final String BATTERIES =
      """
      insert into battery as b (site, battery, last_time)
      select site, battery, max(time)
      from unnest(?::text[], ?::text[], ?::timestamptz[]) heard (site, battery, time)
      group by site, battery order by site, battery
      on conflict (site, battery) do update set last_time = excluded.last_time
      where b.last_time is null or b.last_time < excluded.last_time\
      """;

  private static final String SITE_REACHABLE =
      """
      insert into site as s (site, online, online_since) values (?, ?, now())
      on conflict (site) do update set online = excluded.online, online_since = now()
      where s.online is distinct from excluded.online\
      """;

  private static final String BATTERY_REACHABLE =
      """
      insert into battery as b (site, battery, online, online_since) values (?, ?, ?, now())
      on conflict (site, battery) do update set online = excluded.online, online_since = now()
      where b.online is distinct from excluded.online\
      """;

  private static final String REJECT =
      """
      insert into reject as r (digest, site, battery, topic, reason, length, payload)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (digest) do update set times = r.times + 1\
      """;

  /// Of an answer that says that it is being sent, and for how long that may take.
  private static final String ANSWER_STARTED =
      """
      update gap set ask_after = now() + interval '10 minutes'
      where closed_at is null and site = ? and transaction = ?\
      """;

  private static final String ANSWER_ERROR =
      """
      update gap set transaction = null, reason = ?
      where closed_at is null and site = ? and transaction = ?\
      """;

  /// What came of it may still be on its way. What the journal does not have yet, although a number
  /// beyond it came, is asked for again after an hour.
  private static final String ANSWER_DONE =
      """
      with answered as (
        update gap g set transaction = null,
          ask_after = now() + case when ? between 1 and g.from_seq - 1 then interval '1 hour' else interval '10 seconds' end,
          reason = case when ? not in ('', g.journal) then 'the site has another journal now'
            when not isempty(?::int8multirange) then 'the journal of the site does not have it any more' else g.reason end
        where g.closed_at is null and g.site = ? and g.transaction = ?
        returning site, journal, from_seq, to_seq)
      update journal j set given_up = j.given_up +
        case when ? not in ('', a.journal) then int8multirange(int8range(a.from_seq, a.to_seq, '[]'))
        else ?::int8multirange * int8multirange(int8range(a.from_seq, a.to_seq, '[]')) end - j.received
      from answered a where j.site = a.site and j.journal = a.journal\
      """;

  private static final Executor AT_ONCE = Runnable::run;

  private final Connection connection;

  /// Months that have a partition.
  private final Set<YearMonth> months = new HashSet<>();

  private final InstantSource clock;

  private FleetStore(Connection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /// Opens the database.
  public static FleetStore open(Database database, InstantSource clock) throws StoreException {
    try {
      Connection connection = database.connect();
      connection.setAutoCommit(false);
      return new FleetStore(connection, clock);
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  /// Writes a batch, and what is wrong with it where it belongs: all of it is safe when this
  /// returns. What the database refuses becomes a reject.
  ///
  /// @throws StoreException if the database did not do its part; a part of the batch may be written
  ///   then, which does not matter
  public Written write(List<FleetMessage> batch) throws StoreException {
    try {
      makeRoom(batch);
      return writeOrSplit(batch);
    } catch (SQLException e) {
      throw trouble(e);
    }
  }

  private Written writeOrSplit(List<FleetMessage> batch) throws SQLException {
    try {
      Written written = writeAll(batch);
      connection.commit();
      return written;
    } catch (SQLException e) {
      connection.rollback();
      if (isOfOthers(e)) {
        return writeOrSplit(batch);
      }
      if (!isOfARow(e)) {
        throw e;
      }
      if (batch.size() > 1) {
        int half = batch.size() / 2;
        return writeOrSplit(batch.subList(0, half))
            .and(writeOrSplit(batch.subList(half, batch.size())));
      }
      Written written = writeAll(List.of(rejected(batch.getFirst(), Database.words(e))));
      connection.commit();
      return written;
    }
  }

  /// Two members were in each other's way, and this one was chosen to give way.
  private static boolean isOfOthers(SQLException trouble) {
    return DEADLOCK.equals(trouble.getSQLState());
  }

  /// Data that cannot be, a rule of the table that they break, or more than the database can hold
  /// in one place, such as the key of an index.
  private static boolean isOfARow(SQLException trouble) {
    String state = String.valueOf(trouble.getSQLState());
    return state.startsWith("22")
        || state.startsWith("23")
        || state.startsWith("54")
        || state.startsWith("P0");
  }

  private static FleetMessage rejected(FleetMessage message, String reason) {
    return switch (message) {
      case Taken sample ->
          rejected(
              sample.site(),
              Optional.of(sample.battery()),
              JsonText.of(sample.columns()),
              reason,
              place(sample));
      case Happened event ->
          rejected(
              event.site(),
              Optional.of(event.battery()),
              JsonText.of(event.columns()),
              reason,
              Optional.empty());
      case Reject reject ->
          // Its site, battery and topic may be what cannot be written.
          new Reject(
              Optional.empty(),
              Optional.empty(),
              "",
              reject.payload(),
              reject.length(),
              reject.reason() + "; and " + reason,
              reject.place());
      case Reachable state ->
          rejected(
              state.site(),
              state.battery(),
              Boolean.toString(state.online()).getBytes(StandardCharsets.UTF_8),
              reason,
              Optional.empty());
      case Answer answer ->
          rejected(
              answer.site(),
              Optional.empty(),
              answer.toString().getBytes(StandardCharsets.UTF_8),
              reason,
              Optional.empty());
      case Nothing _ ->
          throw new IllegalStateException("the database refused nothing at all: " + reason);
    };
  }

  private static Reject rejected(
      String site, Optional<String> battery, byte[] payload, String reason, Optional<Place> place) {
    return new Reject(Optional.of(site), battery, "", payload, payload.length, reason, place);
  }

  private static Optional<Place> place(Taken sample) {
    return Optional.of(new Place(sample.site(), sample.journal(), sample.seq()))
        .filter(place -> place.seq() > 0);
  }

  private Written writeAll(List<FleetMessage> batch) throws SQLException {
    List<Taken> samples = of(Taken.class, batch);
    List<Happened> events = of(Happened.class, batch);
    List<Reject> rejects = of(Reject.class, batch);
    long newSamples = insert(SAMPLES, samples.stream().map(Taken::columns).toList());
    long newEvents = insert(EVENTS, events.stream().map(Happened::columns).toList());
    for (Reject reject : rejects) {
      write(reject);
    }
    writeOwners(samples);
    for (Reachable state : of(Reachable.class, batch)) {
      write(state);
    }
    for (Answer answer : of(Answer.class, batch)) {
      write(answer);
    }
    // At last, since others wait for it.
    writePlaces(samples, rejects);
    return new Written(newSamples, samples.size() - newSamples, newEvents, rejects.size());
  }

  private static <T> List<T> of(Class<T> type, List<FleetMessage> batch) {
    return batch.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private long insert(String sql, List<? extends Map<String, ?>> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, new String(JsonText.of(rows), StandardCharsets.UTF_8));
      return insert.executeUpdate();
    }
  }

  private void writeOwners(List<Taken> samples) throws SQLException {
    if (samples.isEmpty()) {
      return;
    }
    Object[] sites = samples.stream().map(Taken::site).toArray();
    try (PreparedStatement insert = connection.prepareStatement(SITES)) {
      insert.setArray(1, connection.createArrayOf("text", sites));
      insert.executeUpdate();
    }
    try (PreparedStatement insert = connection.prepareStatement(BATTERIES)) {
      insert.setArray(1, connection.createArrayOf("text", sites));
      insert.setArray(
          2, connection.createArrayOf("text", samples.stream().map(Taken::battery).toArray()));
      insert.setArray(
          3,
          connection.createArrayOf(
              "text", samples.stream().map(sample -> sample.time().toString()).toArray()));
      insert.executeUpdate();
    }
  }

  private void writePlaces(List<Taken> samples, List<Reject> rejects) throws SQLException {
    List<Place> places =
        Stream.concat(samples.stream().map(FleetStore::place), rejects.stream().map(Reject::place))
            .flatMap(Optional::stream)
            .toList();
    if (places.isEmpty()) {
      return;
    }
    Set<Place> old =
        samples.stream()
            .filter(Taken::history)
            .map(FleetStore::place)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    try (PreparedStatement insert = connection.prepareStatement(JOURNALS)) {
      insert.setArray(
          1, connection.createArrayOf("text", places.stream().map(Place::site).toArray()));
      insert.setArray(
          2, connection.createArrayOf("text", places.stream().map(Place::journal).toArray()));
      insert.setArray(
          3, connection.createArrayOf("bigint", places.stream().map(Place::seq).toArray()));
      insert.setArray(
          4, connection.createArrayOf("boolean", places.stream().map(old::contains).toArray()));
      insert.executeUpdate();
    }
  }

  private void write(Reachable state) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            state.battery().isPresent() ? BATTERY_REACHABLE : SITE_REACHABLE)) {
      int at = 1;
      insert.setString(at++, state.site());
      if (state.battery().isPresent()) {
        insert.setString(at++, state.battery().get());
      }
      insert.setBoolean(at, state.online());
      insert.executeUpdate();
    }
  }

  private void write(Answer answer) throws SQLException {
    String state = answer.state().orElse("");
    if (answer.error().isPresent()) {
      update(ANSWER_ERROR, answer.error().get(), answer.site(), answer.transaction());
    } else if (state.equals("started")) {
      update(ANSWER_STARTED, answer.site(), answer.transaction());
    } else {
      update(
          ANSWER_DONE,
          answer.last(),
          answer.journal(),
          answer.missing(),
          answer.site(),
          answer.transaction(),
          answer.journal(),
          answer.missing());
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }

  private void write(Reject reject) throws SQLException {
    byte[] topic = (reject.topic() + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(topic, topic.length + reject.payload().length);
    System.arraycopy(reject.payload(), 0, all, topic.length, reject.payload().length);
    String shown = reject.topic().replace('\0', ' ');
    try (PreparedStatement insert = connection.prepareStatement(REJECT)) {
      insert.setObject(1, UUID.nameUUIDFromBytes(all));
      insert.setString(2, reject.site().orElse(null));
      insert.setString(3, reject.battery().orElse(null));
      insert.setString(4, shown.substring(0, Math.min(shown.length(), LONGEST_TOPIC)));
      insert.setString(5, reject.reason());
      insert.setInt(6, reject.length());
      insert.setBytes(
          7, Arrays.copyOf(reject.payload(), Math.min(reject.payload().length, LONGEST_PAYLOAD)));
      insert.executeUpdate();
    }
  }

  /// Makes the partitions that the batch needs, and that of the next month, in a transaction of its
  /// own: it has to wait for those of others.
  private void makeRoom(List<FleetMessage> batch) throws SQLException {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    Set<YearMonth> needed = new TreeSet<>(List.of(now, now.plusMonths(1)));
    for (Taken sample : of(Taken.class, batch)) {
      needed.add(YearMonth.from(sample.time().atOffset(ZoneOffset.UTC)));
    }
    needed.removeAll(months);
    for (YearMonth month : needed) {
      make(month);
    }
  }

  private void make(YearMonth month) throws SQLException {
    try (PreparedStatement make =
        connection.prepareStatement("select make_sample_partition(?::date)")) {
      make.setString(1, month.atDay(1).toString());
      make.executeQuery().close();
      connection.commit();
      months.add(month);
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  private static StoreException trouble(SQLException e) {
    return new StoreException(Database.words(e), e, false);
  }

  /// Ends the connection from another thread, whatever is on its way.
  public void abort() {
    try {
      connection.abort(AT_ONCE);
    } catch (SQLException e) {
      // It is gone then.
    }
  }

  @Override
  public void close() {
    abort();
  }
}
