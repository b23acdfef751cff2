/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/forms@1.0.0' {
  export type Localized = import('mitra:department/types@1.0.0').Localized;
  export type Location = import('mitra:department/types@1.0.0').Location;
  export type Media = import('mitra:department/types@1.0.0').Media;
  /**
   * How long an answer is, both ends included. 1 or more; `max` is not less than `min`.
   */
  export interface Length {
    min: number,
    max: number,
  }
  /**
   * The smallest and the largest number.
   */
  export interface Numbers {
    min: bigint,
    max: bigint,
  }
  /**
   * The smallest and the largest amount, in paise.
   */
  export interface Amounts {
    min: bigint,
    max: bigint,
  }
  /**
   * A day of the Gregorian calendar that exists, from the year 1000 to 9999.
   */
  export interface Date {
    year: number,
    month: number,
    day: number,
  }
  /**
   * The first and the last day, if there are such.
   */
  export interface Days {
    earliest?: Date,
    latest?: Date,
  }
  /**
   * One possible answer.
   */
  export interface Alternative {
    /**
     * Unique within the field; lower-case letters, digits and hyphens, at most 40.
     */
    id: string,
    /**
     * One line of 1 to 24 characters in each language, and different in each. Up to 3 alternatives become buttons if
     * none is described and every title has at most 20 characters.
     */
    title: Localized,
    /**
     * A line under the title, at most 72 characters in each language.
     */
    description?: Localized,
  }
  /**
   * What an answer must be. Behind each: the `value` that you get.
   */
  export type FieldKind = FieldKindText | FieldKindName | FieldKindNumber | FieldKindMoney | FieldKindDate | FieldKindChoice | FieldKindDigits | FieldKindMobile | FieldKindPinCode | FieldKindAadhaar | FieldKindPan | FieldKindVehicle | FieldKindDrivingLicence | FieldKindVoterId | FieldKindIfsc | FieldKindBankAccount | FieldKindUpi | FieldKindSurveyNumber | FieldKindEmail | FieldKindPhoto | FieldKindDocument | FieldKindLocation | FieldKindPlace;
  /**
   * Words, line breaks included; `value.text`. The length is counted without spaces at the ends and without control
   * characters, at most 1,024.
   */
  export interface FieldKindText {
    tag: 'text',
    val: Length,
  }
  /**
   * A person's name, 2 to 60 characters in any script, without digits; `value.text`.
   */
  export interface FieldKindName {
    tag: 'name',
  }
  /**
   * A whole number, perhaps with commas; `value.number`.
   */
  export interface FieldKindNumber {
    tag: 'number',
    val: Numbers,
  }
  /**
   * An amount in rupees, perhaps with paise, commas and a currency sign; `value.money`, in paise.
   */
  export interface FieldKindMoney {
    tag: 'money',
    val: Amounts,
  }
  /**
   * A day that exists, as DD/MM/YYYY, with any of `/`, `-`, `.` and space; `value.date`.
   */
  export interface FieldKindDate {
    tag: 'date',
    val: Days,
  }
  /**
   * One of these, by a tap, its number or its title; `value.choice`, the id. 2 to 10, or 9 if the field is optional:
   * to skip takes a row.
   */
  export interface FieldKindChoice {
    tag: 'choice',
    val: Array<Alternative>,
  }
  /**
   * A number of so many digits, at most 30, such as that of an account; `value.text`.
   */
  export interface FieldKindDigits {
    tag: 'digits',
    val: Length,
  }
  /**
   * An Indian mobile number, with or without +91 or 0; `value.text`, ten digits.
   */
  export interface FieldKindMobile {
    tag: 'mobile',
  }
  /**
   * A PIN code; `value.text`, six digits.
   */
  export interface FieldKindPinCode {
    tag: 'pin-code',
  }
  /**
   * An Aadhaar number with a valid check digit; `value.identity-number`. Nobody but the citizen sees it whole.
   */
  export interface FieldKindAadhaar {
    tag: 'aadhaar',
  }
  /**
   * A permanent account number; `value.text`, such as ABCDE1234F.
   */
  export interface FieldKindPan {
    tag: 'pan',
  }
  /**
   * A vehicle's registration; `value.text` without spaces, such as AP39AB1234 or 22BH1234AA.
   */
  export interface FieldKindVehicle {
    tag: 'vehicle',
  }
  /**
   * A driving licence; `value.text` without spaces, such as AP0320190001234.
   */
  export interface FieldKindDrivingLicence {
    tag: 'driving-licence',
  }
  /**
   * A voter's card; `value.text`, such as ABC1234567.
   */
  export interface FieldKindVoterId {
    tag: 'voter-id',
  }
  /**
   * A bank branch; `value.text`, such as SBIN0001234.
   */
  export interface FieldKindIfsc {
    tag: 'ifsc',
  }
  /**
   * A bank account; `value.text`, 9 to 18 digits.
   */
  export interface FieldKindBankAccount {
    tag: 'bank-account',
  }
  /**
   * A UPI address; `value.text` in lower case, such as name@bank.
   */
  export interface FieldKindUpi {
    tag: 'upi',
  }
  /**
   * A survey number with its sub-divisions; `value.text`, such as 123/4A.
   */
  export interface FieldKindSurveyNumber {
    tag: 'survey-number',
  }
  /**
   * An e-mail address; `value.text` in lower case.
   */
  export interface FieldKindEmail {
    tag: 'email',
  }
  /**
   * A picture, perhaps sent as a file; `value.media`.
   */
  export interface FieldKindPhoto {
    tag: 'photo',
  }
  /**
   * A file, or a picture of a paper; `value.media`.
   */
  export interface FieldKindDocument {
    tag: 'document',
  }
  /**
   * A shared location; `value.location`.
   */
  export interface FieldKindLocation {
    tag: 'location',
  }
  /**
   * A shared location, or a place in words of at most so many characters; `value.location` or `value.text`. Phones
   * without a map, and WhatsApp on a computer, cannot share a location.
   */
  export interface FieldKindPlace {
    tag: 'place',
    val: Length,
  }
  /**
   * One thing to be asked for.
   */
  export interface Field {
    /**
     * Unique within the form; lower-case letters, digits and hyphens, at most 40.
     */
    id: string,
    /**
     * Stands before the answer in the summary, and in the list of what can be changed. One line of at most 24
     * characters in each language.
     */
    label: Localized,
    /**
     * 1 to 1,024 characters in each language.
     */
    question: Localized,
    /**
     * More words for whoever asks for help or gave a wrong answer: where the number is printed, what it looks like.
     * 1 to 1,024 characters in each language. The host says by itself what an answer must look like.
     */
    help?: Localized,
    /**
     * Whether the citizen may skip it.
     */
    optional: boolean,
    kind: FieldKind,
  }
  /**
   * Questions to be asked one by one.
   */
  export interface Form {
    /**
     * Comes back with the answers. Lower-case letters, digits and hyphens, at most 40.
     */
    id: string,
    /**
     * Over the summary. One line of at most 60 characters in each language.
     */
    title: Localized,
    /**
     * 1 to 20, in the order asked. Ids must differ, and labels in each language.
     */
    fields: Array<Field>,
  }
  /**
   * A number that identifies a person, without the number.
   */
  export interface IdentityNumber {
    /**
     * Its last four digits, to show to the citizen.
     */
    lastFour: string,
    /**
     * Stands for the number: the same number gives the same token whoever sends it, in your department alone. It cannot
     * be turned back. At most 64 bytes of ASCII.
     */
    token: string,
  }
  /**
   * An answer, in one way of writing however it was typed. See `field-kind` for which you get.
   */
  export type Value = ValueText | ValueNumber | ValueMoney | ValueDate | ValueChoice | ValueIdentityNumber | ValueLocation | ValueMedia;
  export interface ValueText {
    tag: 'text',
    val: string,
  }
  export interface ValueNumber {
    tag: 'number',
    val: bigint,
  }
  /**
   * In paise.
   */
  export interface ValueMoney {
    tag: 'money',
    val: bigint,
  }
  export interface ValueDate {
    tag: 'date',
    val: Date,
  }
  /**
   * The `alternative.id` you gave.
   */
  export interface ValueChoice {
    tag: 'choice',
    val: string,
  }
  export interface ValueIdentityNumber {
    tag: 'identity-number',
    val: IdentityNumber,
  }
  export interface ValueLocation {
    tag: 'location',
    val: Location,
  }
  export interface ValueMedia {
    tag: 'media',
    val: Media,
  }
  /**
   * The answer to one field.
   */
  export interface Answer {
    /**
     * The `field.id` you gave.
     */
    field: string,
    value: Value,
  }
  /**
   * A form as the citizen sent it.
   */
  export interface FormAnswers {
    /**
     * The `form.id` you gave.
     */
    form: string,
    /**
     * In the order of the fields. What was skipped is not there.
     */
    answers: Array<Answer>,
  }
}
