#include <stdexcept>

#include <gmock/gmock.h>

#include <cqrs/arithmetic.hpp>
#include <cqrs/memory.hpp>

#include "bank_fixture.hpp"

// An aggregate made by hand, to see what the executor does with the table of functions it is given.
namespace bank_test {
namespace {

struct Seen {
  std::vector<std::string> metas;
};

/// What extern functions are to an aggregate of the language.
struct Table {
  void (*call)() = nullptr;
};

struct Happened {
  static constexpr std::string_view kType = "test.Thing.Happened";
  static constexpr std::uint32_t kVersion = 1;
  std::string what;
};
void encode(cqrs::Buffer& out, const Happened& event) {
  const auto bytes = cqrs::as_bytes(event.what);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::string to_line(const cqrs::Meta& meta) {
  std::string line = to_string(meta.id) + " " + to_string(meta.correlation) + " " + to_string(meta.causation);
  line += " " + std::string(cqrs::as_text(meta.stream)) + " " + std::to_string(meta.version);
  line += " " + to_string(meta.time) + " " + std::string(meta.actor.value_or("nobody"));
  return line + " " + std::string(meta.tenant.value_or("none"));
}

bool fold(void* state, cqrs::Bytes body, const cqrs::Meta& meta, const void* externs) {
  if (cqrs::as_text(body) == "extern") static_cast<const Table*>(externs)->call();
  if (cqrs::as_text(body) == "throw a number") throw 7;
  if (cqrs::as_text(body) == "throw") throw std::runtime_error("the fold is broken");
  if (cqrs::as_text(body) == "overflow") cqrs::throw_overflow();
  if (cqrs::as_text(body) == "malformed") return false;
  static_cast<Seen*>(state)->metas.push_back(to_line(meta));
  return true;
}

const cqrs::AggregateDefinition& thing() {
  static constexpr cqrs::EventLayout kEvents[] = {{Happened::kType, Happened::kVersion, fold, nullptr}};
  static constexpr cqrs::AggregateDefinition kDefinition{
      .name = "test.Thing",
      .initial_state = cqrs::initial_state<Seen>,
      .copy_state = cqrs::copy_state<Seen>,
      .events = kEvents,
  };
  return kDefinition;
}

class Happen final : public cqrs::CommandTask {
 public:
  explicit Happen(std::vector<std::string> what, cqrs::CommandOptions options = {})
      : CommandTask(thing(), "test.Thing.Happen", cqrs::to_buffer(cqrs::as_bytes("thing")), std::move(options)),
        what_(std::move(what)) {}

  bool decide(const void*, const cqrs::Context& context, cqrs::EncodedEvents& events) override {
    stream = cqrs::as_text(context.stream());
    for (const auto& what : what_) events.add(Happened{what});
    return true;
  }
  bool reject_overflow() override { return false; }
  bool reject_invariant(std::string_view) override { return false; }
  [[nodiscard]] std::string body_text() const override { return {}; }
  [[nodiscard]] cqrs::Rejection rejection() const override { return {}; }

  std::string stream;

 private:
  std::vector<std::string> what_;
};

class Fold : public testing::Test {
 protected:
  std::shared_ptr<cqrs::Executor> start(std::shared_ptr<const Table> table = nullptr) {
    cqrs::ExecutorOptions options;
    options.clock = &clock_;
    options.tenant = "north";
    const cqrs::AggregateDefinition* aggregates[] = {&thing()};
    return cqrs::Executor::start(*store_, aggregates, std::move(table), std::move(options)).value();
  }
  /// As if another program had stored it.
  void store(std::string what) {
    cqrs::Buffer body;
    encode(body, Happened{std::move(what)});
    const cqrs::NewEvent event{Happened::kType, Happened::kVersion, body};
    const cqrs::StreamAppend append{
        {"north", "test.Thing", cqrs::as_bytes("thing")}, cqrs::ExpectedVersion::any(), {&event, 1}};
    cqrs::AppendRequest request;
    request.streams = {&append, 1};
    request.metadata.command_id = cqrs::Uuid::make();
    ASSERT_TRUE(store_->append(request));
  }
  static std::vector<std::string> metas(cqrs::Executor& executor) {
    const auto loaded = executor.load(thing(), cqrs::as_bytes("thing"));
    return loaded ? static_cast<const Seen*>(loaded->state.get())->metas : std::vector<std::string>();
  }
  static cqrs::ErrorCode failure(cqrs::Executor& executor, std::string what) {
    Happen task({std::move(what)});
    executor.execute(task);
    EXPECT_EQ(task.ending(), cqrs::CommandTask::Ending::failed);
    return task.error().code;
  }

  TickingClock clock_;
  std::unique_ptr<cqrs::memory::MemoryStore> store_ = cqrs::memory::open();
};

TEST_F(Fold, SeesTheSameMetadataLiveAsOnReplay) {
  const auto live = start();
  const auto correlation = cqrs::Uuid::make();
  Happen first({"a", "b"}, {.actor = teller(), .correlation = correlation});
  Happen second({"c"}, {.command_id = cqrs::Uuid::make()});
  live->execute(first);
  live->execute(second);
  ASSERT_EQ(second.ending(), cqrs::CommandTask::Ending::accepted);
  EXPECT_EQ(second.stream, "thing");
  const auto seen = metas(*live);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_THAT(seen[0], testing::HasSubstr(to_string(correlation)));
  EXPECT_THAT(seen[0], testing::HasSubstr(" tilly north"));
  EXPECT_THAT(seen[2], testing::HasSubstr(" nobody north"));
  EXPECT_EQ(metas(*start()), seen) << "a fresh executor replays";
}

TEST_F(Fold, AnExceptionIsAnErrorAndTheAggregateGoesOn) {
  const auto executor = start();
  EXPECT_EQ(failure(*executor, "throw"), cqrs::ErrorCode::handler_failed);
  EXPECT_EQ(failure(*executor, "malformed"), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(failure(*executor, "overflow"), cqrs::ErrorCode::invalid_argument) << "where it is no rejection";
  Happen good({"a"});
  executor->execute(good);
  EXPECT_EQ(good.ending(), cqrs::CommandTask::Ending::accepted);
  EXPECT_EQ(metas(*executor).size(), 1U);
}

TEST_F(Fold, AnExceptionOnReplayIsAnErrorToo) {
  store("throw");
  const auto executor = start();
  EXPECT_EQ(executor->load(thing(), cqrs::as_bytes("thing")).error().code, cqrs::ErrorCode::handler_failed);
  EXPECT_EQ(failure(*executor, "a"), cqrs::ErrorCode::handler_failed);
  EXPECT_EQ(failure(*executor, "a"), cqrs::ErrorCode::handler_failed) << "and nothing is held for ever";
}

TEST_F(Fold, WhateverIsThrownOnReplayIsAnErrorThatNamesTheEvent) {
  store("a");
  store("throw a number");
  const auto executor = start();
  const auto error = executor->load(thing(), cqrs::as_bytes("thing")).error();
  EXPECT_EQ(error.code, cqrs::ErrorCode::handler_failed);
  EXPECT_THAT(error.text, testing::HasSubstr("event 2 of "));
  const auto before = executor->load_version(thing(), cqrs::as_bytes("thing"), 1);
  EXPECT_TRUE(before) << "what comes before it can still be read";
}

TEST_F(Fold, MayCallTheExternFunctionsOfTheApplication) {
  static int calls = 0;
  store("extern");
  const auto counting = start(std::make_shared<const Table>(Table{[] { ++calls; }}));
  EXPECT_EQ(metas(*counting).size(), 1U);
  EXPECT_EQ(calls, 1);
  const auto failing =
      start(std::make_shared<const Table>(Table{[] { throw std::runtime_error("the service is down"); }}));
  const auto error = failing->load(thing(), cqrs::as_bytes("thing")).error();
  EXPECT_EQ(error.code, cqrs::ErrorCode::handler_failed);
  EXPECT_THAT(error.text, testing::HasSubstr("the service is down"));
}

TEST_F(Fold, AnExternFunctionCannotExecuteCommands) {
  static cqrs::Executor* running = nullptr;
  static cqrs::ErrorCode code = cqrs::ErrorCode::conflict;
  store("extern");
  const auto executor = start(std::make_shared<const Table>(Table{[] {
    Happen task({"b"});
    running->execute(task);
    code = task.error().code;
  }}));
  running = executor.get();
  EXPECT_EQ(metas(*executor).size(), 1U);
  EXPECT_EQ(code, cqrs::ErrorCode::invalid_argument);
}

TEST_F(Fold, AnAggregateOfAnotherContextIsRefused) {
  const cqrs::AggregateDefinition* aggregates[] = {&bank::Account::definition()};
  const auto executor = cqrs::Executor::start(*store_, aggregates, nullptr, {}).value();
  EXPECT_EQ(failure(*executor, "a"), cqrs::ErrorCode::invalid_argument);
  EXPECT_EQ(executor->load(thing(), cqrs::as_bytes("thing")).error().code, cqrs::ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace bank_test
