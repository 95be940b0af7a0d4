#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include <cqrs/aggregate.hpp>
#include <cqrs/ctl.hpp>
#include <cqrs/json.hpp>

namespace cqrs::ctl {

/// Shows the bodies of events in the layouts that a domain knows, those of history too.
class Decoder {
 public:
  explicit Decoder(const Domain& domain);

  /// Null: the domain has no such type, or not in this version.
  [[nodiscard]] const EventLayout* find(const RecordedEvent& event) const;

  /// For a table: "{amount: 10.00, currency: EUR}"; how many bytes there are where nobody knows what they mean.
  [[nodiscard]] std::string text(const RecordedEvent& event) const;

  /// Appends the member `data`, with its comma behind. False: it cannot be decoded, and nothing is appended.
  bool append_data(std::string& json, const RecordedEvent& event) const;

  /// The same, or `body` in base64 where it cannot be
  /// decoded.
  void append_body(std::string& json, const RecordedEvent& event) const;

  /// Whether it is an aggregate of the domain.
  [[nodiscard]] bool knows_category(std::string_view category) const { return categories_.contains(category); }
  [[nodiscard]] bool knows_domain() const noexcept { return !layouts_.empty(); }

 private:
  std::map<std::pair<std::string_view, std::uint32_t>, const EventLayout*> layouts_;
  std::set<std::string_view> categories_;
};

/// An event on one line of JSON, without the line's end.
[[nodiscard]] std::string event_json(const Decoder& decoder, const RecordedEvent& event);

}  // namespace cqrs::ctl
