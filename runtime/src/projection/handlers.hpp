#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cqrs/event.hpp>
#include <cqrs/projection.hpp>

namespace cqrs::projection {

/// "event 7 of bank.Account/6f1c… (bank.Account.MoneyDeposited v1)"
[[nodiscard]] std::string name_of(const RecordedEvent& event);

/// What a projection does with stored events of any version, of one store. One thread at a time.
class Handlers {
 public:
  /// Both outlive it; `externs` is the table of extern functions.
  Handlers(const ProjectionDefinition& definition, const void* externs);

  /// Applies an event to the rows, as what it is today; RowSet::next_event() comes before. What concerns one row alone
  /// is left among its troubles. An error concerns the event as a whole, of which nothing is left in careful rows:
  /// unsupported_version where this program does not know it, of which nothing is left in any, unavailable where there
  /// is no memory, and what is wrong with the event.
  Result<void> apply(RowSet& rows, const RecordedEvent& event);

 private:
  enum class Way : std::uint8_t { unresolved, apply, upcast, skip, unknown };
  /// What becomes of a type in a version.
  struct Route {
    Way way = Way::unresolved;
    const ProjectedEvent* handler = nullptr;
    const EventLayout* layout = nullptr;
  };

  [[nodiscard]] Route& route_of(const RecordedEvent& event);
  [[nodiscard]] Route resolve(std::string_view type, std::uint32_t version) const;
  [[nodiscard]] const ProjectedEvent* handler_of(std::string_view type) const noexcept;
  Result<void> apply_upcast(RowSet& rows, const Route& route, const RecordedEvent& event);

  const ProjectionDefinition* definition_;
  const void* externs_;
  std::map<std::pair<std::string_view, std::uint32_t>, const EventLayout*> layouts_;
  std::map<std::string_view, const ProjectedEvent*> handlers_;
  std::vector<Route> by_number_;
  std::map<std::pair<std::string, std::uint32_t>, Route> by_name_;  // where the engine has no numbers
};

}  // namespace cqrs::projection
