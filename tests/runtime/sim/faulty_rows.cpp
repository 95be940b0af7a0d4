#include "faulty_rows.hpp"

namespace sim {
namespace {

/// So many transactions bring the first rows into being; they are spared.
constexpr int kOpening = 10;

/// Does nothing, and says that it has.
class Swallowed final : public cqrs::sql::Statement {
 public:
  void bind_null(int) override {}
  void bind(int, std::int64_t) override {}
  void bind(int, double) override {}
  void bind(int, std::string_view) override {}
  void bind(int, cqrs::Bytes) override {}
  void bind_copy(int, std::string_view) override {}
  void bind_copy(int, cqrs::Bytes) override {}
  cqrs::Result<bool> step() override { return false; }
  void reset() override {}
  [[nodiscard]] bool is_null(int) override { return true; }
  [[nodiscard]] std::int64_t integer(int) override { return 0; }
  [[nodiscard]] double real(int) override { return 0; }
  [[nodiscard]] std::string_view text(int) override { return {}; }
  [[nodiscard]] cqrs::Bytes bytes(int) override { return {}; }
};

/// Loses the statements whose text begins like this.
class Forgetful final : public cqrs::sql::Connection {
 public:
  Forgetful(cqrs::sql::Connection& beneath, std::vector<std::string> lost)
      : beneath_(beneath), lost_(std::move(lost)) {}

  cqrs::Result<cqrs::sql::Statement*> prepare(std::string_view text) override {
    swallowed_last_ = false;
    for (const auto& beginning : lost_) {
      if (!text.starts_with(beginning)) continue;
      swallowed_last_ = true;
      return &swallowed_;
    }
    return beneath_.prepare(text);
  }
  cqrs::Result<void> execute(std::string_view text) override { return beneath_.execute(text); }
  [[nodiscard]] std::int64_t changes() override { return swallowed_last_ ? 1 : beneath_.changes(); }

 private:
  cqrs::sql::Connection& beneath_;
  std::vector<std::string> lost_;
  Swallowed swallowed_;
  bool swallowed_last_ = false;
};

}  // namespace

cqrs::Result<void> FaultyRows::fault(cqrs::ErrorCode code) {
  ++faults_;
  return cqrs::fail(code, "simulated");
}

cqrs::Result<void> FaultyRows::write(cqrs::sql::Work work) {
  if (chance(4)) return fault(cqrs::ErrorCode::unavailable);
  if (chance(2)) return fault(cqrs::ErrorCode::storage_full);
  const bool undone = chance(4);
  // A crash between two transactions that should have been one: the second is lost, and nobody was told of the first.
  const bool crash = defect_ != RowDefect::none && ++writes_ > kOpening && chance(20);
  std::vector<std::string> lost;
  if (crash && defect_ == RowDefect::checkpoint_first) {
    lost = {"INSERT INTO \"Total_", "UPDATE \"Total_", "INSERT INTO Total_", "UPDATE Total_"};
  } else if (crash && defect_ == RowDefect::rows_first) {
    lost = {"INSERT INTO cqrs_checkpoint"};
  } else if (defect_ == RowDefect::letter_skipped) {
    lost = {"INSERT INTO cqrs_dead_letter"};
  }
  auto written = rows_->write([&](cqrs::sql::Connection& connection) -> cqrs::Result<void> {
    Forgetful forgetful(connection, lost);
    auto done = work(forgetful);
    if (done && undone) return fault(cqrs::ErrorCode::unavailable);
    return done;
  });
  if (!written) return written;
  if (chance(4) || (crash && !lost.empty())) return fault(cqrs::ErrorCode::unavailable);
  return {};
}

}  // namespace sim
