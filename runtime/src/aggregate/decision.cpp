#include "cqrs/decision.hpp"

namespace cqrs {
namespace {

/// More than this is not kept.
constexpr std::size_t kMostBytes = std::size_t{1} << 16U;
constexpr std::size_t kMostEntries = 256;

}  // namespace

struct EncodedEvents::Spare {
  Encoded* encoded = nullptr;
  bool gone = false;

  Spare() = default;
  Spare(const Spare&) = delete;
  Spare& operator=(const Spare&) = delete;
  ~Spare() {
    delete encoded;
    encoded = nullptr;
    gone = true;  // whoever is destroyed later on this thread keeps nothing
  }

  static Spare& of_this_thread() {
    thread_local Spare spare;
    return spare;
  }
};

EncodedEvents::EncodedEvents(const EncodedEvents& other) {
  if (other.encoded_) encoded() = *other.encoded_;
}

std::unique_ptr<EncodedEvents::Encoded, EncodedEvents::Recycle> EncodedEvents::take() {
  Encoded* const spare = std::exchange(Spare::of_this_thread().encoded, nullptr);
  return std::unique_ptr<Encoded, Recycle>(spare != nullptr ? spare : new Encoded);
}

void EncodedEvents::Recycle::operator()(Encoded* encoded) const noexcept {
  Spare& spare = Spare::of_this_thread();
  if (spare.gone || spare.encoded != nullptr || encoded->bytes.capacity() > kMostBytes ||
      encoded->entries.capacity() > kMostEntries) {
    delete encoded;
    return;
  }
  encoded->entries.clear();
  encoded->bytes.clear();
  spare.encoded = encoded;
}

}  // namespace cqrs
