import { ClassPhone } from './class/phone/class-phone.ts';
import { JoinForm } from './class/phone/join-form.ts';
import { PhoneQuestion } from './class/phone/phone-question.ts';
import { PhoneReveal } from './class/phone/phone-reveal.ts';
import { PhoneRunView } from './class/phone/phone-run-view.ts';
import { StartButton } from './class/phone/start-button.ts';

const elements = {
  'start-button': StartButton,
  'join-form': JoinForm,
  'phone-question': PhoneQuestion,
  'phone-run-view': PhoneRunView,
  'phone-reveal': PhoneReveal,
  'class-phone': ClassPhone,
};

for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
