// Any bytes as a stored record, and any text as its JSON: the compiler's interpreter and the runtime, which were
// written apart, take the same for good and understand the same by it.
#include <string>

#include <cqrs/codec.hpp>
#include <cqrs/json.hpp>

#include "../generator/interpret/everything_domain.hpp"
#include "../runtime/codec/everything_views.hpp"
#include "entry.hpp"
#include "interpret/codec.hpp"
#include "interpret/json.hpp"

namespace {

using fuzz::demand;
using namespace cqrsc;
using namespace everything;

const std::deque<model::Field>& fields_of(const char* value) {
  static const interpret::Domain kDomain(interpret::kEverything);
  return kDomain.value(value);
}

template <class Ours, class Theirs>
std::string told(const Ours& ours, const Theirs& theirs) {
  return (ours ? "the interpreter takes it" : ours.error().text) + "\n" +
         (theirs ? "the runtime takes it" : theirs.error().text);
}

template <class X>
void check_bytes(const std::deque<model::Field>& fields, const std::string& bytes) {
  const auto ours = interpret::decode(fields, bytes);
  const auto theirs = cqrs::decode<X>(cqrs::as_bytes(bytes));
  demand(ours.has_value() == theirs.has_value(), "both take the same bytes", [&] { return told(ours, theirs); });
  if (!ours) return;
  demand(interpret::to_json(fields, *ours) == cqrs::to_json(*theirs), "both understand the same by bytes",
         [&] { return cqrs::to_json(*theirs); });
  demand(interpret::encode(fields, *ours) == bytes, "a value has one encoding");
}

template <class X>
void check_text(const std::deque<model::Field>& fields, const std::string& text) {
  const auto ours = interpret::from_json(fields, text);
  const auto theirs = cqrs::from_json<X>(text);
  demand(ours.has_value() == theirs.has_value(), "both take the same JSON", [&] { return told(ours, theirs); });
  if (!ours) return;
  demand(interpret::to_json(fields, *ours) == cqrs::to_json(*theirs), "both understand the same by JSON",
         [&] { return cqrs::to_json(*theirs); });
}

template <class X>
void check(const char* value, const std::string& input) {
  const auto& fields = fields_of(value);
  check_bytes<X>(fields, input);
  check_text<X>(fields, input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 9) {
    case 0: check<Empty>("Empty", input); break;
    case 1: check<Point>("Point", input); break;
    case 2: check<Address>("Address", input); break;
    case 3: check<Scalars>("Scalars", input); break;
    case 4: check<Nested>("Nested", input); break;
    case 5: check<Optionals>("Optionals", input); break;
    case 6: check<Times>("Times", input); break;
    case 7: check<Lists>("Lists", input); break;
    default: check<Choices>("Choices", input);
  }
  return 0;
}
